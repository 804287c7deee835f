"""The back end "llvm": machine code, for every core and vector that the processor has."""
