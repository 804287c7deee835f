"""Compiled functions of Dask arrays: the same kernels, block by block, on many machines.

``travel``  what is sent to workers, and what they make of it once
``blocks``  the lazy results of a call
``scheduling``  where tasks run, and in how much memory

A kernel travels as its `Program`, never as the function that it was traced from. What a block
adds up is added to that of its neighbours in the order of the blocks, so that digits depend on
the blocks, and not on who computes them.
"""


class WorkerError(RuntimeError):
    """A worker of Dask cannot compute what was sent to it; the message names the worker."""

    __module__ = "autograd_lite"
