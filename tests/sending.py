"""Functions that `test_sending` sends to other processes; as a script, those of ``__main__``."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

import autograd_lite as ag
from autograd_lite import Value


@ag.compile
def decorated(x):
    """Replaced by what is compiled of it."""
    return x * x + 1.0


def plain(x):
    return x * x + 1.0


named = ag.compile(plain, backend="python")
without_a_name = ag.compile(lambda x: x * x + 1.0)
derivative = ag.compile(ag.grad(lambda x: x * x * x / 3.0 + x))


@ag.custom_gradient(lambda m, out, x: (3.0 * x * x,))
def cube(m, x):
    return x * x * x


#: an operation that has another name than its rule
fourth = ag.custom_gradient(lambda m, out, x: (4.0 * x * x * x,))(lambda m, x: x * x * x * x)
of_own_operations = ag.compile(lambda x: cube(x) + ag.grad(fourth)(x))


class Holder:
    @ag.custom_gradient(lambda m, out, x: (2.0 * x,))
    def squared(m, x):  # noqa: N805  # a rule in a class
        return x * x

    @ag.compile
    def method(x):  # noqa: N805  # a function in a class
        return x * x + 1.0


class Line:
    def __init__(self, w):
        self.w = Value(w)

    @ag.compile
    def at(self, x):
        return self.w * x * x


class Model:
    def __init__(self):
        self.w = Value(2.0)
        self.loss = ag.compile(self.call)

    def call(self, x):
        return self.w * x

    def __call__(self, x):
        return self.w * x


NAMED = [decorated, named, without_a_name, derivative, of_own_operations, Holder.method]
OPERATIONS = [cube, fourth, Holder.squared]

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    for function in NAMED:
        function(1.0)
    with ProcessPoolExecutor(1, context) as pool:
        print([pool.submit(function, 2.0).result() for function in NAMED], file=sys.stdout)
