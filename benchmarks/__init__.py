"""Benchmarks of autograd_lite beside its peers: ``make bench``."""
