"""What one return says, in plain Python: its cells as intervals, its rows and lists added up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.recount.workbook import Interval, Sent, interval

GRID_INDICATORS = ("INV_NEW", "INV_OPN", "WAR_EXE", "SUS_ID", "ARR", "ARR_OTH", "CHG", "CON", "NET_DIS", "VIC_AST",
                   "MIG_SMG")  # fmt: skip
CRIMES = {"TIP": "Trafficking in persons", "SOM": "People smuggling", "MIX": "Trafficking and smuggling"}
STAGES = ("Nominated", "Accepted", "Under investigation", "Charged", "In court", "Convicted", "Closed")
SEX_AGE = ("F.Y0T17", "F.Y_GE18", "F._U", "M.Y0T17", "M.Y_GE18", "M._U", "_O._T", "_U._T")
_TOTAL = "_T._T"
HELD = {"TRN_SES": "Training", "SIM_EX": "Simulation exercise", "AWR_ACT": "Awareness", "SME_ENG": "Expert engagement"}
PEOPLE = {"TRN_OFF": "Training", "SIM_PAR": "Simulation exercise"}
OFFICERS = ("officers_f", "officers_m", "officers_not_stated")
NOT_GIVEN = (None, "", "..")


def added(parts: Iterable[Interval | None]) -> Interval | None:
    """Parts added up; those that cannot be counted add nothing, and None where none can."""
    known = [part for part in parts if part is not None]
    if not known:
        return None
    highs = [high for _, high in known]
    return sum(low for low, _ in known), None if None in highs else sum(h or 0 for h in highs)


def joined(total: Interval | None, parts: Interval | None) -> Interval | None:
    """A typed total wins; else what total and parts leave possible, and parts that exceed a withheld total win."""
    if total is None or parts is None or total[0] == total[1]:
        return parts if total is None else total
    if total[1] is not None and parts[0] > total[1]:
        return parts
    highs = [high for high in (total[1], parts[1]) if high is not None]
    return max(total[0], parts[0]), min(highs, default=None)


def figure(found: Interval | None) -> tuple[int | None, bool]:
    """The number that is shown, and whether it says "at least"; a sum of zeros with a gap is none."""
    if found is None or not (found[0] > 0 or found[0] == found[1]):
        return None, False
    return found[0], found[0] != found[1]


def figure_of_lines(parts: list[Interval | None]) -> tuple[int | None, bool]:
    """Lines of a list added up: a 0 that a line states is shown, with "at least" where another lacks its number."""
    known = [part for part in parts if part is not None]
    stated = [low for low, high in known if low == high or low > 0]
    return (sum(stated), len(stated) < len(known) or any(a != b for a, b in known)) if stated else (None, False)


def row_of(sent: Sent, grid: str, row: str, *, nil: bool) -> Interval | None:
    """One row of a grid: its total and its parts by sex and age."""
    cells = sent.grids[grid]
    parts = [interval(cells[row, column], nil=nil) for column in SEX_AGE if (row, column) in cells]
    return joined(interval(cells[row, _TOTAL], nil=nil), added(parts))


def crimes_of(sent: Sent, code: str) -> dict[str, Interval | None]:
    """An indicator of the sheet Outcomes by crime."""
    rows = {row for row, _ in sent.grids["outcomes"] if row.split(".")[0] == code}
    nil = sent.is_nil and code != "INV_OPN"
    return {row.split(".")[1]: row_of(sent, "outcomes", row, nil=nil) for row in sorted(rows)}


def forms_of(sent: Sent, status: str) -> dict[str, Interval | None]:
    """Victims by form of exploitation, and all forms together (_T)."""
    rows = {row for row, _ in sent.grids["victims"] if row.startswith(f"{status}.")}
    found = {row.partition(".")[2]: row_of(sent, "victims", row, nil=sent.is_nil) for row in sorted(rows)}
    return found | {"_T": joined(found["_T"], added(v for form, v in found.items() if form != "_T"))}


def officers_told(line: dict[str, Any]) -> list[str]:
    """Of the three numbers of officers those that say something: a blank says nothing where the others leave no gap."""
    female, male, rest = (line.get(name) not in NOT_GIVEN for name in OFFICERS)
    whole = (female and male) or (rest and not female and not male)
    return [name for name in OFFICERS if not (whole and line.get(name) in NOT_GIVEN)]


def listed_of(sent: Sent, code: str) -> Interval | None:
    """An indicator that is counted from the lists of enquiries or activities."""
    name = "exchanges" if code.startswith("INF") else "activities"
    lines = sent.lists.get(name, [])
    if name == "exchanges":
        field = "sent" if code == "INF_ENQ" else "answered"
        parts = [interval(line.get(field)) for line in lines]
    elif code in HELD:
        parts = [(1, 1) for line in lines if line["type"] == HELD[code] and line.get("role") == "Host"]
    elif code == "AWR_PPL":
        parts = [interval(line.get("people_reached")) for line in lines if line["type"] == "Awareness"]
    else:
        parts = [
            interval(part)
            for line in lines
            if line["type"] == PEOPLE[code]
            for part in map(line.get, officers_told(line))
        ]
    if not parts:
        return (0, 0) if sent.complete(name) else (0, None)
    found = added(parts)
    return found if found is None or sent.listed(name) else (found[0], None)


LISTED = ("INF_ENQ", "INF_RSP", *HELD, *PEOPLE, "AWR_PPL")
