"""Numbers of a page that follow when others change: how they are computed, and where they stand."""
