"""The back end "llvm": machine code, for every core and vector that the processor has."""

try:
    import llvmlite.binding  # noqa: F401  # or nothing here can be used
except ImportError as _error:
    raise ImportError('llvmlite is needed; run: pip install "autograd_lite[jit]"') from _error
