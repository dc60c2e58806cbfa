"""Numbers that the form says by itself while it is filled in, and that rules and sums use when it comes back."""

from __future__ import annotations

from typing import Final

# W08: a count is far from that of the month before where it is over FAR_TIMES times it, or under one part in FAR_TIMES
# of it, and one of the two is FAR_FEWEST or more.
FAR_TIMES = 5
FAR_FEWEST = 10

# The mark of a count that its sender withholds, and the least and the most that such a count can be. Sums take the two
# bounds from cell_statuses.csv, which is not loaded where it says anything else.
WITHHELD_MARK: Final = "<5"
WITHHELD = (0, 4)
