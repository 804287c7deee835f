"""Benchmarks of engines that record every call anew, operation by operation."""
