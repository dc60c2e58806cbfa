"""Synthetic returns, made from a seed: for a first look, for tests and for the benchmark. Never anybody's figures."""
