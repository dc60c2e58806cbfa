"""A page for each country, and the index of all."""
