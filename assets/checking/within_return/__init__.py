"""Rules within one return that look at more than one cell."""
