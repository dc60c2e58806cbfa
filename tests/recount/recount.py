"""Every published number of an edition counted once more in plain Python, from the workbooks as they were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from tests.recount.counting import (
    CRIMES,
    GRID_INDICATORS,
    OFFICERS,
    PEOPLE,
    SEX_AGE,
    STAGES,
    added,
    crimes_of,
    figure,
    figure_of_lines,
    forms_of,
    listed_of,
    officers_told,
)
from tests.recount.workbook import Interval, Sent, interval

Place = tuple[str, str]


@dataclass
class Edition:
    """The returns that count, one for each country and month."""

    counted: dict[Place, Sent]
    countries: tuple[str, ...]
    months: tuple[str, ...]

    def value(self, code: str, sent: Sent) -> Interval | None:
        """An indicator of one return that is not counted from the sheet Cases."""
        if code == "VIC_ID":
            return forms_of(sent, "IDF")["_T"]
        if code in GRID_INDICATORS:
            return added(crimes_of(sent, code).values())
        return listed_of(sent, code)

    def country_month(self, code: str, country: str, month: str) -> tuple[int | None, bool]:
        """Figure and "at least" of a country and month."""
        sent = self.counted.get((country, month))
        return figure(self.value(code, sent)) if sent else (None, False)

    def is_withheld(self, code: str, country: str, month: str) -> bool:
        """No figure, and something in it is withheld."""
        sent = self.counted.get((country, month))
        if sent is None or self.country_month(code, country, month)[0] is not None:
            return False
        return "<5" in self._cells(code, sent)

    @staticmethod
    def _cells(code: str, sent: Sent) -> list[Any]:
        if code == "VIC_ID":
            return [v for (row, _), v in sent.grids["victims"].items() if row.startswith("IDF.")]
        if code in GRID_INDICATORS:
            return [v for (row, _), v in sent.grids["outcomes"].items() if row.split(".")[0] == code]
        if code.startswith("INF"):
            return [line.get("sent" if code == "INF_ENQ" else "answered") for line in sent.lists.get("exchanges", [])]
        lines = sent.lists.get("activities", [])
        if code == "AWR_PPL":
            return [line.get("people_reached") for line in lines if line["type"] == "Awareness"]
        kind = PEOPLE.get(code)
        return [line.get(name) for line in lines if line["type"] == kind for name in OFFICERS]

    def month(self, code: str, month: str) -> tuple[int | None, bool, int]:
        """Over all countries: the sum, whether something is lacking in it, and how many countries it rests on."""
        found = [(self.country_month(code, c, month), self.is_withheld(code, c, month)) for c in self.countries]
        known = [value for (value, _), _ in found if value is not None]
        lower = any(at_least or withheld for (_, at_least), withheld in found)
        return (sum(known) if known else None), bool(known) and lower, len(known)

    def country(self, code: str, country: str) -> tuple[int | None, bool, int]:
        """To date in one country: the sum of a flow, the latest of the stock; with the months it rests on."""
        found = [(m, *self.country_month(code, country, m)) for m in self.months]
        known = [(value, lower) for _, value, lower in found if value is not None]
        if not known:
            return None, False, 0
        if code == "INV_OPN":
            return known[-1][0], known[-1][1], len(known)
        lower = any(low for _, _, low in found) or any(self.is_withheld(code, country, m) for m in self.months)
        return sum(value for value, _ in known), lower, len(known)

    def total(self, code: str) -> tuple[int | None, bool]:
        """To date over all countries."""
        found = [self.country(code, c) for c in self.countries]
        known = [value for value, _, _ in found if value is not None]
        lower = any(low for _, low, _ in found) or any(
            value is None and any(self.is_withheld(code, c, m) for m in self.months)
            for c, (value, _, _) in zip(self.countries, found, strict=True)
        )
        return (sum(known) if known else None), bool(known) and lower

    # ------------------------------------------------------------ parts

    def by_crime(self, code: str) -> dict[str, tuple[int | None, bool]]:
        """To date by crime; of the stock the month is taken that the country's latest figure is of."""
        parts: dict[str, list[Interval | None]] = defaultdict(list)
        for sent in self._behind(code):
            for crime, found in crimes_of(sent, code).items():
                parts[CRIMES[crime]].append(found)
        return {crime: figure(added(found)) for crime, found in parts.items()}

    def _behind(self, code: str) -> list[Sent]:
        if code != "INV_OPN":
            return list(self.counted.values())
        latest = []
        for country in self.countries:
            known = [m for m in self.months if self.country_month(code, country, m)[0] is not None]
            latest += [self.counted[country, known[-1]]] if known else []
        return latest

    def by_form(self, status: str) -> dict[str, tuple[int | None, bool]]:
        """Victims to date by form of exploitation."""
        parts: dict[str, list[Interval | None]] = defaultdict(list)
        for sent in self.counted.values():
            for form, found in forms_of(sent, status).items():
                parts[form].append(found)
        return {form: figure(added(found)) for form, found in parts.items()}

    def by_sex_age(self, code: str) -> dict[str, tuple[int | None, bool]]:
        """Persons to date by sex and age (F.Y0T17), as the parts were typed."""
        parts: dict[str, list[Interval | None]] = defaultdict(list)
        for sent in self.counted.values():
            for column in SEX_AGE:
                parts[column] += self._cells_of_part(sent, code, column)
        return {column: figure(added(found)) for column, found in parts.items()}

    @staticmethod
    def _cells_of_part(sent: Sent, code: str, column: str) -> list[Interval | None]:
        nil = sent.is_nil
        if code != "VIC_ID":
            cells = sent.grids["outcomes"]
            rows = sorted({row for row, _ in cells if row.split(".")[0] == code})
            return [interval(cells[row, column], nil=nil) for row in rows if (row, column) in cells]
        cells = sent.grids["victims"]
        whole = interval(cells["IDF._T", column], nil=nil)
        if whole is not None and whole[0] == whole[1]:
            return [whole]
        rows = sorted({row for row, _ in cells if row.startswith("IDF.") and row != "IDF._T"})
        return [interval(cells[row, column], nil=nil) for row in rows]

    def officers_by_sex(self, code: str) -> dict[str, tuple[int | None, bool]]:
        """Officers to date by sex."""
        parts: dict[str, list[Interval | None]] = defaultdict(list)
        for sent in self.counted.values():
            for line in sent.lists.get("activities", []):
                if line["type"] == PEOPLE[code]:
                    for name in officers_told(line):
                        found = interval(line.get(name))
                        parts[name].append(found if found is None or sent.listed("activities") else (found[0], None))
        return {name: figure(added(found)) for name, found in parts.items()}

    # ------------------------------------------------------------ enquiries

    def _lines_of_enquiries(self) -> Iterator[tuple[str, str, Sent, dict[str, Any]]]:
        for (country, month), sent in self.counted.items():
            for line in sent.lists.get("exchanges", []):
                yield country, month, sent, line

    def by_channel(self, field: str) -> dict[str, tuple[int | None, bool]]:
        """Enquiries to date by channel: sent, or answered."""
        parts: dict[str, list[Interval | None]] = defaultdict(list)
        for _, _, sent, line in self._lines_of_enquiries():
            found = interval(line.get(field))
            parts[line["channel"]].append(found if found is None or sent.listed("exchanges") else (found[0], None))
        return {channel: figure_of_lines(found) for channel, found in parts.items()}

    def pairs(self, names: dict[str, str]) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Sent and received over the months in which both lists are complete and known, and how many those are."""
        sides: dict[tuple[str, str, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        codes = {name: code for code, name in names.items()}
        for country, month, _, line in self._lines_of_enquiries():
            other = codes.get(line["counterpart"])
            if other:
                sides[country, other, month]["sent"].append(line.get("sent"))
                sides[other, country, month]["received"].append(line.get("received"))
        found: dict[tuple[str, str], tuple[int, int, int]] = {}
        for (sender, receiver, month), said in sides.items():
            if not any(isinstance(v, int) and v for v in (*said["sent"], *said["received"])):
                continue
            both = [self.counted.get((country, month)) for country in (sender, receiver)]
            known = all(isinstance(v, int) for v in (*said["sent"], *said["received"]))
            complete = all(sent is not None and sent.complete("exchanges") for sent in both)
            old = found.get((sender, receiver), (0, 0, 0))
            if known and complete:
                found[sender, receiver] = old[0] + sum(said["sent"]), old[1] + sum(said["received"]), old[2] + 1
            else:
                found[sender, receiver] = old
        return found

    # ------------------------------------------------------------ cases

    def lines(self, record: str) -> list[tuple[str, str, int, dict[str, Any]]]:
        """Month, country, position and line of every case of a kind, in the order in which they were said."""
        found = [
            (month, country, number, line)
            for (country, month), sent in self.counted.items()
            for number, line in enumerate(sent.lists.get("cases", []))
            if line["record"] == record
        ]
        return sorted(found, key=lambda entry: entry[:3])

    @staticmethod
    def name_of(country: str, line: dict[str, Any]) -> str:
        """The shared id, else the country's own reference."""
        return str(line.get("shared_id") or "").strip().upper() or f"{country}:{line.get('case_reference')}"

    def stages(self, record: str, month: str) -> dict[str, int | None]:
        """Every case with the furthest stage (1 is nominated) that a country last gave up to a month."""
        last: dict[tuple[str, str], int | None] = {}
        for said, country, _, line in self.lines(record):
            if said <= month:
                key = self.name_of(country, line), country
                stage = line.get("stage")
                last[key] = STAGES.index(stage) + 1 if stage else last.get(key)
        furthest: dict[str, int | None] = {}
        for (name, _), stage in last.items():
            furthest[name] = max(filter(None, (furthest.get(name), stage)), default=None)
        return furthest

    def plans(self, month: str) -> set[str]:
        """Plans agreed and not closed, at the end of a month."""
        return {
            name for name, stage in self.stages("Investigation plan", month).items() if stage is None or 2 <= stage < 7
        }

    def days(self) -> dict[str, dict[int, date]]:
        """The day of each stage of each case: the earliest that a country last gave, up to where the case stands."""
        given: dict[tuple[str, int, str], date] = {}
        for _, country, _, line in self.lines("Compendium case"):
            if line.get("stage") and line.get("stage_reached_on"):
                key = self.name_of(country, line), STAGES.index(line["stage"]) + 1, country
                given[key] = line["stage_reached_on"].date()
        found: dict[str, dict[int, date]] = defaultdict(dict)
        now = self.stages("Compendium case", self.months[-1])
        for (name, stage, _), day in given.items():
            if stage <= (now[name] or 0):
                found[name][stage] = min(day, found[name].get(stage, day))
        return found

    def waits(self) -> dict[int, list[int]]:
        """Days from each stage to the next."""
        found: dict[int, list[int]] = defaultdict(list)
        for days in self.days().values():
            for stage, day in days.items():
                if stage + 1 in days and days[stage + 1] >= day:
                    found[stage].append((days[stage + 1] - day).days)
        return found

    def operations(self) -> dict[str, str]:
        """Joint operations with the month in which each counts."""
        lines: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        listed: dict[str, str] = {}
        for month, country, _, line in self.lines("Joint operation"):
            name = self.name_of(country, line)
            listed.setdefault(name, month)
            if line.get("opened_on") or country not in lines[name] or not lines[name][country].get("opened_on"):
                lines[name][country] = line | {"country": country}
        found = {}
        for name, by_country in lines.items():
            days = {c: line["opened_on"].date() for c, line in by_country.items() if line.get("opened_on")}
            led = [day for c, day in days.items() if by_country[c].get("lead") == c]
            found[name] = f"{min(led or days.values()):%Y-%m}" if days else listed[name]
        return found


def middle(days: list[int]) -> int | None:
    """The median, given from five cases on."""
    return round(median(days)) if len(days) >= 5 else None
