"""Expressions as text: `tokens` lets nothing else through, and `parser` builds what it says."""
