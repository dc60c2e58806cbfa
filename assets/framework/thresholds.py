"""Thresholds that the form itself and a rule both use: the form warns while it is filled in, the rule when it comes."""

from __future__ import annotations

# W08: a count is far from that of the month before where it is over FAR_TIMES times it, or under one part in FAR_TIMES
# of it, and one of the two is FAR_FEWEST or more.
FAR_TIMES = 5
FAR_FEWEST = 10
