"""Numbers for synthetic returns: small, consistent, repeatable. Nothing here is anybody's real figure.

Sizes follow the published national totals a year: most monthly cells of a small country are 0 to 4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assets.forms.layout.blocks import GridBlock
from assets.forms.writer.content import Value

Cells = dict[tuple[str, str], Value]
Parts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Size:
    """Persons a year: victims formally identified, suspects, smuggled migrants."""

    victims: int
    suspects: int
    migrants: int


SIZES: Mapping[str, Size] = {
    "AUS": Size(70, 190, 40),
    "CAN": Size(260, 280, 30),
    "IDN": Size(300, 240, 260),
    "LKA": Size(20, 26, 16),
    "MYS": Size(150, 170, 420),
    "NZL": Size(8, 12, 5),
    "THA": Size(300, 380, 340),
    "VNM": Size(240, 200, 60),
}
_CRIME_SHARE = {"TIP": 0.58, "SOM": 0.34, "MIX": 0.08}
_SEX_AGE = {
    "victims": {"F.Y0T17": 22, "F.Y_GE18": 34, "F._U": 1, "M.Y0T17": 10, "M.Y_GE18": 30, "M._U": 1, "_U._T": 2},
    "suspects": {"F.Y0T17": 1, "F.Y_GE18": 28, "F._U": 1, "M.Y0T17": 2, "M.Y_GE18": 62, "M._U": 3, "_U._T": 3},
    "migrants": {"F.Y0T17": 9, "F.Y_GE18": 22, "F._U": 2, "M.Y0T17": 14, "M.Y_GE18": 48, "M._U": 3, "_U._T": 2},
}
_FORMS = {"SEX": 30, "LAB": 26, "DOM": 6, "FMA": 4, "CRI": 24, "BEG": 4, "OTH": 3, "_U": 3}
TOTAL = "_T._T"
_SMALL = (1, 2, 3, 4)


def size_of(ref_area: str, seed: int) -> Size:
    """The size of a country: declared for the eight of the planning statement, else drawn from its code."""
    if ref_area in SIZES:
        return SIZES[ref_area]
    draw = Random(f"{seed}:{ref_area}:size")
    return Size(draw.randint(4, 90), draw.randint(6, 120), draw.randint(0, 80))


def poisson(draw: Random, mean: float) -> int:
    """A count with this mean."""
    limit, count, product = math.exp(-mean), 0, draw.random()
    while product > limit:
        count += 1
        product *= draw.random()
    return count


def spread(draw: Random, total: int, weights: Mapping[str, int]) -> Parts:
    """``total`` dealt out over the keys by their weights; the parts add up to it."""
    parts = dict.fromkeys(weights, 0)
    for key in draw.choices(list(weights), list(weights.values()), k=total):
        parts[key] += 1
    return parts


def happens(draw: Random, share: float) -> bool:
    """Whether something that happens with this share happens now."""
    return draw.random() < share


def thin(draw: Random, parts: Parts, share: float) -> Parts:
    """Of each part those to whom it also happened, one in ``share``; never more than the part."""
    return {key: sum(happens(draw, share) for _ in range(count)) for key, count in parts.items()}


class CountryNumbers:
    """The grids of one country, month after month; investigations open carry over."""

    def __init__(self, ref_area: str, seed: int, outcomes: GridBlock, victims: GridBlock) -> None:
        self._size = size_of(ref_area, seed)
        self._area = ref_area
        self._seed = seed
        self._columns = outcomes.columns
        self._victim_rows = victims.expanded_rows()
        self._open = {crime: round(self._size.suspects / 12 * share) for crime, share in _CRIME_SHARE.items()}
        self.identified = 0
        self.potential = 0

    def month(self, month: str) -> dict[str, Cells]:
        """The outcomes and victims of the next month; ``identified`` and ``potential`` are its victims."""
        draw = Random(f"{self._seed}:{self._area}:{month}")
        outcomes: Cells = {}
        for crime, share in _CRIME_SHARE.items():
            self._crime(draw, crime, share, outcomes)
        outcomes["ARR_OTH.OTH", TOTAL] = poisson(draw, self._size.suspects / 90)
        victims, all_forms = self._victims(draw)
        self._put(outcomes, "VIC_AST.TIP", thin(draw, all_forms, 0.7))
        self._put(outcomes, "MIG_SMG.SOM", spread(draw, poisson(draw, self._size.migrants / 12), _SEX_AGE["migrants"]))
        return {"outcomes": outcomes, "victims": victims}

    def _crime(self, draw: Random, crime: str, share: float, cells: Cells) -> None:
        mean = self._size.suspects / 12 * share
        opened, closed = poisson(draw, mean / 2), poisson(draw, mean / 2.4)
        self._open[crime] = max(0, self._open[crime] + opened - closed)
        cells[f"INV_NEW.{crime}", TOTAL] = opened
        cells[f"INV_OPN.{crime}", TOTAL] = self._open[crime]
        cells[f"WAR_EXE.{crime}", TOTAL] = poisson(draw, mean / 1.5)
        cells[f"NET_DIS.{crime}", TOTAL] = int(happens(draw, mean / 60))
        suspects = spread(draw, poisson(draw, mean), _SEX_AGE["suspects"])
        charged = thin(draw, suspects, 0.45)
        self._put(cells, f"SUS_ID.{crime}", suspects)
        self._put(cells, f"ARR.{crime}", thin(draw, suspects, 0.75))
        self._put(cells, f"CHG.{crime}", charged)
        self._put(cells, f"CON.{crime}", thin(draw, charged, 0.35))

    def _victims(self, draw: Random) -> tuple[Cells, Parts]:
        cells: Cells = {}
        totals: dict[str, Parts] = {}
        for status, factor in (("IDF", 1.0), ("POT", 0.6)):
            forms = spread(draw, poisson(draw, self._size.victims / 12 * factor), _FORMS)
            over_all = dict.fromkeys(_SEX_AGE["victims"], 0)
            for row in self._victim_rows:
                form = row["exploitation"]
                if row["victim_status"] == status and form != "_T":
                    parts = spread(draw, forms.get(form, 0), _SEX_AGE["victims"])
                    self._put(cells, f"{status}.{form}", parts)
                    over_all = {key: over_all[key] + count for key, count in parts.items()}
            self._put(cells, f"{status}._T", over_all)
            totals[status] = over_all
        self.identified, self.potential = sum(totals["IDF"].values()), sum(totals["POT"].values())
        return cells, totals["IDF"]

    def _put(self, cells: Cells, row: str, parts: Parts) -> None:
        for column in self._columns:
            cells[row, column.key] = sum(parts.values()) if column.is_total else parts.get(column.key, 0)


def with_habits(cells: dict[str, Cells], habit: str, *, provisional: bool) -> dict[str, Cells]:
    """The same grids as an office with this habit would send them: marks and blanks among the numbers.

    Totals stay, and a part is only left out where that leaves a true statement.
    """
    outcomes, victims = dict(cells["outcomes"]), dict(cells["victims"])
    for grid in (outcomes, victims):
        for (row, column), value in grid.items():
            if habit == "withholds" and column != TOTAL and value in _SMALL:
                grid[row, column] = "<5"
            elif habit == "no other sex" and column == "_O._T":
                grid[row, column] = "n/a"
            elif habit == "leaves blank" and column.endswith("._U") and value == 0:
                grid[row, column] = None
            elif habit == "courts later" and provisional and row.startswith("CON."):
                grid[row, column] = ".."
            elif habit == "no warrants" and row.startswith("WAR_EXE."):
                grid[row, column] = "n/a"
    return {"outcomes": outcomes, "victims": victims}


HABITS: Sequence[str] = ("plain", "withholds", "no other sex", "leaves blank", "courts later", "no warrants", "plain")
