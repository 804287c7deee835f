"""Arrays of other libraries: of any namespace of the Python array API standard."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from autograd_lite.compiler.arguments import Leaf, as_floats


def namespace(x: Any) -> Any:
    """The array API namespace of an array that is not NumPy's; None for anything else."""
    if not getattr(x, "shape", ()) or not _is_foreign(x):
        return None
    if hasattr(x, "__array_namespace__"):
        return x.__array_namespace__()
    package = type(x).__module__.partition(".")[0]
    try:
        compat = import_module("array_api_compat")
    except ImportError as error:
        raise ImportError(
            f"arrays of {package} need array-api-compat; run: pip install array-api-compat, or "
            "pass them as NumPy's: numpy.asarray(x)"
        ) from error
    try:
        return compat.array_namespace(x)
    except TypeError:
        raise TypeError(
            f"an array is needed, got a {type(x).__name__} of {package}; pass numpy.asarray(x)"
        ) from None


def _is_foreign(x: Any) -> bool:
    """Whether this is an array of another library, perhaps without dimensions."""
    import numpy as np

    return hasattr(x, "dtype") and not isinstance(x, (np.ndarray, np.generic))


class Library(NamedTuple):
    """The arrays of a namespace that have one type and are on one device."""

    xp: Any
    dtype: Any
    device: Any

    @classmethod
    def of(cls, xp: Any, given: Sequence[Any]) -> "Library":
        """That of the arrays among what is given."""
        arrays = [x for x in given if _is_foreign(x)]
        if not all(xp.isdtype(x.dtype, ("bool", "integral", "real floating")) for x in arrays):
            raise TypeError("arrays of real numbers are needed: convert them, or take a part")
        floating = [x.dtype for x in arrays if xp.isdtype(x.dtype, "real floating")]
        dtype = xp.result_type(*floating) if floating else xp.asarray(0.0).dtype
        return cls(xp, dtype, getattr(arrays[0], "device", None))

    @property
    def key(self) -> str:
        """The same for the same arrays."""
        return f"{self.xp.__name__} {self.dtype} {self.device}"

    def array(self, x: Any) -> Any:
        """Numbers as one of these arrays."""
        return self.xp.asarray(x, dtype=self.dtype, device=self.device)

    def known(self, x: Sequence[float]) -> Any:
        """Numbers that do not change, as an array; whole ones are positions."""
        whole = bool(x) and type(x[0]) is int
        if self._is_jax:  # whose own would belong to whatever it traces now
            import numpy as np

            return np.asarray(x, dtype=int if whole else self.dtype)
        return self.xp.asarray(x, device=self.device) if whole else self.array(x)

    def own(self, x: Any, leaf: Leaf) -> Any:
        """An argument as one of these arrays."""
        if not _is_foreign(x):
            return self.array(as_floats(x, leaf.name))
        return x if x.dtype == self.dtype else self.array(x)  # PyTorch's would forget its origin

    def where(self, condition: Any, x: Any, y: Any) -> Any:
        """A choice; of two numbers the standard's own makes no array."""
        if type(x) is type(y) is float:
            x = self.xp.zeros_like(condition, dtype=self.dtype) + x
        return self.xp.where(condition, x, y)

    def any_nan(self, arrays: Sequence[Any]) -> Any:
        """Whether there is a nan among them, as an array without dimensions."""
        found = self.xp.asarray(False, device=self.device)
        for x in arrays:
            if hasattr(x, "shape"):
                found = found | self.xp.any(self.xp.isnan(x))
        return found

    def spread(self, x: Any, shape: tuple[int, ...], nothing: Any) -> Any:
        """A number or an array in this shape; nothing is added to it."""
        if getattr(x, "shape", None) == shape:
            return x
        return self.xp.broadcast_to(x + nothing, shape)

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function as the library compiles it, if it does."""
        return import_module("jax").jit(function) if self._is_jax else function

    def chosen(
        self, condition: Any, function: Callable[..., Any], found: Any, given: Sequence[Any]
    ) -> Any:
        """What was found, or the function of what is given if a condition holds that nobody knows:
        while the library traces.
        """
        if not self._is_jax:
            return function(*given)
        return import_module("jax").lax.cond(condition, function, lambda *_: found, *given)

    @property
    def _is_jax(self) -> bool:
        package: str = self.xp.__name__.partition(".")[0]
        return package == "jax"
