"""What became of the single changes to good returns, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.robustness.kinds import FAMILIES, KINDS

VERDICTS = ("read right", "queried", "refused", "misread")


class Table(Counter[tuple[str, str]]):
    """Kinds by verdict, to be printed."""

    # Under this name each test hands its counts to the summary, also from another process.
    PROPERTY = "single changes"

    def lines(self) -> Iterator[str]:
        """A table: families, their kinds that were tried, sums."""
        yield f"{'what is changed':44}" + "".join(f"{verdict:>12}" for verdict in VERDICTS)
        for family, kinds in FAMILIES.items():
            tried = {name for name, _ in self}
            if names := [kind.__name__ for kind in kinds if kind.__name__ in tried]:
                yield self._line(family.upper(), names)
                yield from (self._line(f"  {name.replace('_', ' ')}", [name]) for name in names)
        yield self._line("ALL", list(KINDS))

    def _line(self, title: str, names: list[str]) -> str:
        sums = [sum(self[name, verdict] for name in names) for verdict in VERDICTS]
        return f"{title:44}" + "".join(f"{number:12}" for number in sums)
