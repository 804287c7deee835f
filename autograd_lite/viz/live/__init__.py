"""Live pages: a walkthrough whose numbers follow when those of its leaves change."""
