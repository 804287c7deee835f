"""The forward and the backward pass, step by step: as table, LaTeX, page of slides."""
