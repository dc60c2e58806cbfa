"""What the counts of a return say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assets.checking.rules.declared import RULES
from assets.checking.within_return.intervals import Row, RowKey
from assets.forms.results import Entry, Observation, ReadResult
from assets.framework.loader import Framework
from assets.intake.problems import Problem

# Rule, what may not be larger, and than what; for each crime by itself.
_LARGER = (("W01", "ARR", "SUS_ID"), ("W02", "CHG", "SUS_ID"), ("W03", "CON", "CHG"))
# Counts in lists from which no indicator is counted: the indicator whose ceiling they share.
_NOT_SUMMED = {
    ("exchanges", "received"): "INF_ENQ",
    ("cases", "suspects"): "SUS_ID",
    ("cases", "arrests"): "ARR",
    ("cases", "charged"): "CHG",
    ("cases", "convicted"): "CON",
    ("cases", "victims"): "VIC_ID",
}


def counted_fields(framework: Framework) -> dict[tuple[str, str], str]:
    """The count fields of the lists (list, field), and the indicator whose ceiling each shares.

    Where several indicators are counted from a field, by the kind of the line, it is the first of them.
    """
    found = dict(_NOT_SUMMED)
    for rule in framework.counting_rules:
        if rule.counted_in == "field":
            found.setdefault((rule.list_name, rule.field), rule.indicator)
    return found


def ceiling_problems(result: ReadResult, framework: Framework) -> Iterator[Problem]:
    """E08: a value above the ceiling of its indicator."""
    ceilings = {i.indicator: i.ceiling for i in framework.indicators}
    for cell in result.observations:
        if cell.obs_value is not None and cell.obs_value > ceilings[cell.indicator]:
            yield _above(cell, cell.obs_value, ceilings[cell.indicator], cell.indicator)
    listed = counted_fields(framework)
    for entry in result.entries:
        indicator = listed.get((entry.list_name, entry.field))
        if indicator and entry.value_number is not None and entry.value_number > ceilings[indicator]:
            yield _above(entry, entry.value_number, ceilings[indicator], indicator)


def _above(cell: Observation | Entry, value: int, ceiling: int, indicator: str) -> Problem:
    facts: dict[str, str | int] = {"value": value, "ceiling": ceiling, "indicator": indicator}
    return Problem("E08", cell.sheet, cell.cell, cell.raw_text, facts)


def larger_problems(rows: Mapping[RowKey, Row]) -> Iterator[Problem]:
    """W01 to W03: more arrests or charges than suspects, more convictions than charges, in one month."""
    for rule, smaller, larger in _LARGER:
        for key in [key for key in rows if key.indicator == smaller]:
            other = rows.get(key._replace(indicator=larger))
            least = rows[key].count().least
            place = rows[key].place()
            if other is None or place is None or least <= other.count().most:
                continue
            facts: dict[str, str | int] = {"value": least, "other": round(other.count().most), "crime": key.crime}
            yield Problem(rule, place.sheet, place.cell, place.raw_text, facts)


def nothing_problems(result: ReadResult) -> Iterator[Problem]:
    """W15: nothing but zeros, or no answer at all, and no nil declaration; or a nil declaration beside figures."""
    said = next((e for e in result.entries if (e.list_name, e.field) == ("cover", "nil_return")), None)
    if said is None:
        return
    counted = [cell for cell in result.observations if cell.obs_status in ("V", "Q")]
    listed = sum(entry.list_name not in ("cover", "notes") for entry in result.entries)
    something = any(cell.obs_value != 0 for cell in counted)
    kind = ""
    if said.value_text == "YES":
        kind = "declared" if something or listed else ""
    elif not something and not listed:
        kind = "zeros" if counted else "blank"
    if kind:
        yield Problem("W15", said.sheet, said.cell, said.raw_text, {"kind": kind})


def rounded_problems(result: ReadResult) -> Iterator[Problem]:
    """W16: every number is a multiple of 5, and no note says that they are estimates."""
    limits = RULES["W16"].limits
    values = [cell for cell in result.observations if cell.obs_value]
    estimated = any((e.list_name, e.field, e.value_text) == ("notes", "note_kind", "ESTIMATE") for e in result.entries)
    if estimated or len(values) < limits["fewest"] or any((cell.obs_value or 0) % limits["step"] for cell in values):
        return
    first = values[0]
    yield Problem("W16", first.sheet, first.cell, first.raw_text, {"count": len(values)})
