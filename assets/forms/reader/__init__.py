"""Reading our form when it comes back: its parts found by their machine codes, its cells typed."""
