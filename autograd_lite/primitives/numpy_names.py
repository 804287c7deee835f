"""What NumPy calls the rows of the table: by their names, but for these."""

from typing import Final

from autograd_lite import primitives
from autograd_lite.primitives.operation import Operation

#: the names of some rows in NumPy's letters; the libraries of the array API have the table's
SPELLINGS: Final[dict[str, str]] = {
    f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "tan2", "sinh", "cosh", "tanh")
}
#: what has two names there
DOUBLES: Final[dict[str, Operation]] = {
    "fabs": primitives.abs,
    "float_power": primitives.power,
}
