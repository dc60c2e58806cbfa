"""Which findings of a return were there in the earlier months of the same country, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel.lists import format_list

from assets.checking.answer.facts import FindingKey, key_of
from assets.checking.answer.texts import ALSO_IN, ALSO_IN_MANY
from assets.checking.findings import Finding
from assets.framework.names import month_name, number
from assets.framework.texts import translate

# More months than this are counted, not named.
_NAMED = 4
_ROW = re.compile(r"[0-9]+$")
Recurring = Mapping[FindingKey, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of an earlier return of the country: ``time_period`` is that return's month (YYYY-MM)."""

    time_period: str
    rule: str
    sheet: str
    cell: str


def recurring(findings: Iterable[Finding], earlier: Iterable[EarlierFinding], time_period: str) -> Recurring:
    """The months before ``time_period`` in which the same rule was broken in the same row, by finding.

    A finding of a whole sheet or file is the same where sheet and rule are. The row and not the cell: who writes
    words into number cells does so in one column this month and in another the next. Notes do not recur.
    """
    months: dict[FindingKey, set[str]] = {}
    for one in earlier:
        if one.time_period < time_period:
            months.setdefault(_row_key(one.rule, one.sheet, one.cell), set()).add(one.time_period)
    found = {}
    for finding in findings:
        before = months.get(_row_key(finding.rule, finding.sheet, finding.cell))
        if before and finding.severity != "info":
            found[key_of(finding)] = tuple(sorted(before))
    return found


def also_in(months: Sequence[str], language: str) -> str:
    """The sentence that says so; empty for no month."""
    if not months:
        return ""
    if len(months) > _NAMED:
        text = translate(ALSO_IN_MANY, language)
        return text.format(count=number(len(months), language), month=month_name(months[-1], language))
    return translate(ALSO_IN, language).format(months=_listed(months, language))


def _listed(months: Sequence[str], language: str) -> str:
    """'July and August 2023': the year stands with its last month alone."""
    last_of_year = {month[:4]: month for month in months}
    names = [month_name(month, language, "" if last_of_year[month[:4]] == month else "LLLL") for month in months]
    return str(format_list(names, locale=language))


def _row_key(rule: str, sheet: str, cell: str) -> FindingKey:
    row = _ROW.search(cell)
    return rule, sheet, row.group() if row else ""
