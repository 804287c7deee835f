"""Local gradients as formulas: read off the records, simplified, and written as text or LaTeX."""
