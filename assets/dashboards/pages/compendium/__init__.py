"""Compendium cases: how far they got, and how long it took."""
