"""A page for each indicator, and the index of all."""
