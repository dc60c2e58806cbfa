"""A peer: what a competent analyst writes. pandas.read_excel in a loop, sums in pandas, plotly.express pages.

``python -m bench.analyst_pandas INBOX OUT``. INBOX holds returns and arrivals.csv. OUT gets totals.csv (indicator,
ref_area, time_period, value), months.csv (over all countries), issues.csv (file, sheet, cell, rule) and pages/. Every
file is checked by F01 F06 F07 E01 E02 E03 E06 E08 W01 W02 W03 W09; of those without an error the latest of a country
and month counts.
"""

from __future__ import annotations

import argparse
import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
from openpyxl.utils import get_column_letter
from plotly.offline import get_plotlyjs

from bench import form

Issue = tuple[str, str, str, str]
Words = dict[str, dict[str, str]]
Counted = dict[tuple[str, ...], int]
_COLUMNS = ["key", "row", "col", "total", "what", *form.PARTS, *(f"{part}:w" for part in form.PARTS)]


def words_of(lists: pd.DataFrame) -> Words:
    """The code lists that a form carries on its hidden sheet: {list: {word: code}}."""
    words = {}
    for number, head in enumerate(lists.iloc[0]):
        if isinstance(head, str) and head.endswith(": word"):
            pairs = zip(lists.iloc[1:, number - 1], lists.iloc[1:, number], strict=True)
            words[head.removesuffix(": word")] = {word: code for code, word in pairs if isinstance(word, str)}
    return words


def number(value: Any) -> tuple[int | None, str]:
    """The value, and V for a number, O blank or to follow, M cannot be counted, Q withheld, X none of them."""
    if value is None or value != value or value == "..":
        return None, "O"
    if value in ("n/a", "<5"):
        return None, "M" if value == "n/a" else "Q"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 and value == int(value):
        return int(value), "V"
    if isinstance(value, str) and re.fullmatch(r"[0-9]+", value.strip()):
        return int(value), "V"
    return None, "X"


def at_most(value: int | None, what: str) -> int | None:
    """The most that a cell can stand for; None where nobody knows."""
    return value if what == "V" else form.WITHHELD_AT_MOST if what == "Q" else None


class Return:
    """One file: what it says, and what is wrong with it."""

    def __init__(self, path: Path, words: Words, issues: list[Issue]) -> None:
        self.path, self.words, self.issues, self.errors = path, words, issues, 0
        self.identity: tuple[Any, ...] = ()
        self.listed: dict[str, str | None] = {}
        self.nil = False
        self.outcomes = self.victims = pd.DataFrame()
        self.lists: dict[str, pd.DataFrame] = {}

    def fault(self, rule: str, sheet: str = "", row: int | None = None, column: int = 0) -> None:
        """Note a fault at a cell, whose row and column count from 0."""
        cell = "" if row is None else f"{get_column_letter(column + 1)}{row + 1}"
        self.issues.append((self.path.name, sheet, cell, rule))
        self.errors += rule[0] in "EF"

    def read(self) -> None:
        """Open the file and take it in, sheet by sheet."""
        blank = {"header": None, "keep_default_na": False, "na_values": [""]}
        try:
            with pd.ExcelFile(self.path, engine="openpyxl") as book:
                there = [sheet for sheet in form.SHEETS if sheet in book.sheet_names]
                if not self.words:
                    self.words.update(words_of(pd.read_excel(book, sheet_name="Lists", **blank)))
                sheets = pd.read_excel(book, sheet_name=there, **blank)
        except Exception:  # noqa: BLE001 - whatever openpyxl raises for a broken file
            self.fault("F01")
            return
        for sheet in set(form.SHEETS) - set(there):
            self.fault("F06", sheet)
        if self.errors:
            return
        self._cover(sheets["Cover"])
        self.outcomes = self._grid("Outcomes", sheets["Outcomes"], "jpa:grid:outcomes")
        self.victims = self._grid("Victims", sheets["Victims"], "jpa:grid:victims")
        self.lists = {name: self._list(name, name.capitalize(), sheets[name.capitalize()]) for name in form.LISTED}
        citizenship = self._list("citizenship", "Victims", sheets["Victims"])
        if len(self.outcomes) and len(self.victims):
            self._across(citizenship)

    def _cover(self, sheet: pd.DataFrame) -> None:
        fields = sheet[sheet[0].notna() & ~sheet[0].astype(str).str.startswith("jpa:")]
        if fields[0].duplicated().any():
            self.fault("E01", "Cover", int(fields.index[fields[0].duplicated()][0]))
        said = dict(zip(fields[0], fields[2], strict=True))
        area = self.words["participant"].get(said.get("ref_area")) or self.words["area"].get(said.get("ref_area"))
        month = pd.to_datetime(said.get("time_period"), format="%B %Y", errors="coerce")
        self.identity = (said.get("edition_id"), area, None if pd.isna(month) else f"{month:%Y-%m}")
        for value in self.identity:
            if value is None or value != value:
                self.fault("F07", "Cover")
        self.listed = {name: self.words["listing"].get(said.get(f"{name}_listed")) for name in form.LISTED}
        self.nil = said.get("nil_return") == "Yes"

    def _start(self, name: str, sheet: pd.DataFrame, marker: str) -> int | None:
        at = sheet.index[sheet[0] == marker]
        if len(at) != 1:
            self.fault("E01" if len(at) else "F06", name)
            return None
        return int(at[0])

    def _grid(self, name: str, sheet: pd.DataFrame, marker: str) -> pd.DataFrame:
        start = self._start(name, sheet, marker)
        if start is None:
            return pd.DataFrame()
        columns = {key: column for column, key in sheet.loc[start].items() if isinstance(key, str)}
        ends = sheet.index[(sheet[0] == "jpa:end") & (sheet.index > start)]
        block = sheet.loc[start + 1 : (ends[0] - 1 if len(ends) else None)]
        block = block[block[0].notna() & ~block[0].astype(str).str.startswith("jpa:")]
        for row in block.index[block[0].duplicated()]:
            self.fault("E01", name, row)
        lines = zip(block.index, block.itertuples(index=False), strict=True)
        return pd.DataFrame([self._row(name, row, line, columns) for row, line in lines], columns=_COLUMNS)

    def _row(self, name: str, row: int, line: tuple[Any, ...], columns: Mapping[str, int]) -> tuple[Any, ...]:
        key, found = line[0], {}
        for part in (*form.PARTS, form.TOTAL):
            found[part] = value, what = number(line[columns[part]])
            if what == "X":
                self.fault("E03", name, row, columns[part])
            elif value is not None and value > form.HIGHEST_OF.get(key.split(".")[0], form.HIGHEST):
                self.fault("E08", name, row, columns[part])
        total, what = found[form.TOTAL]
        marks = [found[part][1] for part in form.PARTS]
        known = sum(found[part][0] or 0 for part in form.PARTS)
        most = at_most(total, what)
        if most is not None and known > most:
            self.fault("E06", name, row, columns[form.TOTAL])
        elif total is not None and known < total and set(marks) <= {"V", "M"} and "V" in marks:
            self.fault("W09", name, row, columns[form.TOTAL])
        return (key, row, columns[form.TOTAL], total, what, *(found[part][0] for part in form.PARTS), *marks)

    def _list(self, name: str, sheet_name: str, sheet: pd.DataFrame) -> pd.DataFrame:
        start = self._start(sheet_name, sheet, f"jpa:list:{name}")
        if start is None:
            return pd.DataFrame()
        columns = {
            key: column
            for column, key in sheet.loc[start].items()
            if column and isinstance(key, str) and not key.startswith("label:")
        }
        block = sheet.loc[start + 1 :]
        marks = block.index[block[0].astype(str).str.startswith("jpa:") & (block[0] != "jpa:label")]
        block = block.loc[: marks[0] - 1] if len(marks) else block
        block = block[block[0].isna()][list(columns.values())].dropna(how="all")
        block.columns = list(columns)
        for field, codelist in form.CODES[name].items():
            known = self.words[codelist]
            for row in block.index[block[field].notna() & ~block[field].isin(known)]:
                self.fault("E02", sheet_name, row, columns[field])
            block[field] = block[field].map(known)
        for field in form.NUMBERS[name]:
            read = block[field].map(number)
            for row in block.index[read.map(lambda pair: pair[1] == "X")]:
                self.fault("E03", sheet_name, row, columns[field])
            block[f"{field}:w"] = read.map(lambda pair: pair[1])
            block[field] = read.map(lambda pair: pair[0]).astype("Float64")
        for row in block.index[block.duplicated(list(form.KEYS[name]))]:
            self.fault("E01", sheet_name, row, columns[form.KEYS[name][0]])
        return block

    def _across(self, citizenship: pd.DataFrame) -> None:
        rows = {row.key: row for row in self.outcomes.itertuples()}
        for more, less, rule in form.NOT_LARGER:
            for crime in form.CRIMES:
                one, other = rows.get(f"{more}.{crime}"), rows.get(f"{less}.{crime}")
                if one and other and one.what == other.what == "V" and one.total > other.total:
                    self.fault(rule, "Outcomes", one.row, one.col)
        for status in form.VICTIM_STATUS:
            of_status = self.victims[self.victims.key.str.startswith(f"{status}.")]
            whole = of_status[of_status.key == f"{status}._T"]
            if len(whole):
                self._victims(status, whole.iloc[0], of_status[of_status.key != f"{status}._T"], citizenship)

    def _victims(self, status: str, whole: pd.Series, forms: pd.DataFrame, citizenship: pd.DataFrame) -> None:
        for number_, part in enumerate((*form.PARTS, "total")):
            most = at_most(whole[part], whole["what" if part == "total" else f"{part}:w"])
            if most is not None and forms[part].sum() > most:
                self.fault("E06", "Victims", int(whole.row), int(whole.col) - len(form.PARTS) + number_)
        if whole.what == "V" and len(citizenship):
            named = citizenship.loc[citizenship.victim_status == status, "victims"].sum()
            if named > whole.total:
                self.fault("E06", "Victims", int(whole.row), int(whole.col))

    def done(self, name: str) -> bool:
        """Whether an empty list means that there was nothing."""
        return self.nil or self.listed[name] in ("COMPLETE", "NONE")


def value_of(known: int, marks: Iterable[str]) -> int | None:
    """The sum of what is known, or None where nothing is, or where zeros have a gap."""
    marks = set(marks)
    if "V" not in marks:
        return None
    return known if known > 0 or not marks & set("OQX") else None


def one_return(one: Return) -> dict[str, int | None]:
    """The values of one return but for the cases, which are followed over months."""
    values: dict[str, int | None] = {}
    rows = one.outcomes.assign(indicator=one.outcomes.key.str.split(".").str[0])
    for indicator, of_indicator in rows.groupby("indicator"):
        values[indicator] = value_of(int(of_indicator.total.fillna(0).sum()), of_indicator.what)
    identified = one.victims[one.victims.key == "IDF._T"]
    values["VIC_ID"] = value_of(int(identified.total.fillna(0).sum()), identified.what)

    def listed(entries: pd.DataFrame, field: str, name: str) -> int | None:
        if not len(entries):
            return 0 if one.done(name) else None
        gap = [] if one.listed[name] == "COMPLETE" else ["O"]
        return value_of(int(entries[field].fillna(0).sum()), [*entries[f"{field}:w"], *gap])

    exchanges, activities = one.lists["exchanges"], one.lists["activities"]
    values["INF_ENQ"] = listed(exchanges, "sent", "exchanges")
    values["INF_RSP"] = listed(exchanges, "answered", "exchanges")
    for kind, indicator in form.HOSTED.items():
        held = int(((activities.type == kind) & (activities.role == "HOST")).sum())
        values[indicator] = held if held or one.done("activities") else None
    for kind, indicator in form.TRAINED.items():
        people = int(activities.loc[activities.type == kind, list(form.OFFICERS)].fillna(0).sum().sum())
        values[indicator] = people if people or one.done("activities") else None
    values["AWR_PPL"] = listed(activities[activities.type == "AWARENESS"], "people_reached", "activities")
    return values


def follow_cases(returns: Iterable[Return], months: list[str]) -> tuple[Counted, Counted]:
    """Plans and Compendium cases as last described, operations by their first day: by country, and over all."""
    filled = [one for one in returns if len(one.lists["cases"])]
    if not filled:
        return {}, {}
    cases = pd.concat(
        [one.lists["cases"].assign(ref_area=one.identity[1], time_period=one.identity[2]) for one in filled],
        ignore_index=True,
    )
    own = cases.ref_area + ":" + cases.case_reference.astype(str)
    cases["shared_id"] = cases.shared_id.fillna(own).str.strip().str.upper()
    cases["order"] = cases.stage.map({stage: number_ for number_, stage in enumerate(form.STAGES)})
    by_country, by_month = _stocks(cases[cases.record.isin(list(form.STOCKS))], months)
    operations = _operations(cases[cases.record == "OPER"], months)
    return by_country | operations[0], by_month | operations[1]


def _stocks(stock: pd.DataFrame, months: list[str]) -> tuple[Counted, Counted]:
    by_country: Counted = {}
    by_month: Counted = {}
    keys = ["record", "shared_id", "ref_area", "time_period"]
    described = (
        stock.sort_values("time_period", kind="stable").assign(seen=True).groupby(keys)[["order", "seen"]].last()
    )
    last = described["order"].unstack("time_period").reindex(columns=months).ffill(axis=1)
    seen = described["seen"].unstack("time_period").reindex(columns=months).notna().cummax(axis=1)
    for record, (indicator, first, end, without) in form.STOCKS.items():
        if record not in last.index.get_level_values("record"):
            continue
        lowest, highest = form.STAGES.index(first), form.STAGES.index(end)
        of_record, known = last.loc[record], seen.loc[record]
        counts = (of_record.ge(lowest) & of_record.le(highest) | (of_record.isna() & without)) & known
        furthest = of_record.groupby(level="shared_id").max()
        counts_once = (furthest.ge(lowest) & furthest.le(highest) | (furthest.isna() & without)) & known.groupby(
            level="shared_id"
        ).any()
        for month in months:
            for area, sum_ in counts[month].groupby(level="ref_area").sum().items():
                by_country[indicator, area, month] = int(sum_)
            by_month[indicator, month] = int(counts_once[month].sum())
    return by_country, by_month


def _operations(operations: pd.DataFrame, months: list[str]) -> tuple[Counted, Counted]:
    by_country: Counted = {}
    by_month: Counted = {(form.OPERATIONS, month): 0 for month in months}
    opened = operations.assign(month=pd.to_datetime(operations.opened_on).dt.strftime("%Y-%m"))
    for _, records in opened.groupby("shared_id"):
        said_by_lead = records.loc[records.ref_area == records.lead, "month"].dropna()
        said = said_by_lead if len(said_by_lead) else records.month.dropna()
        month = said.min() if len(said) else records.time_period.min()
        by_month[form.OPERATIONS, month] = by_month.get((form.OPERATIONS, month), 0) + 1
        for area in records.ref_area.unique():
            by_country[form.OPERATIONS, area, month] = by_country.get((form.OPERATIONS, area, month), 0) + 1
    return by_country, by_month


def pages(totals: pd.DataFrame, months: pd.DataFrame, out: Path) -> None:
    """A page an indicator, beside one plotly.min.js."""
    out.mkdir(exist_ok=True)
    for indicator, of_indicator in totals.groupby("indicator"):
        over = months[months.indicator == indicator]
        grid = of_indicator.pivot(index="ref_area", columns="time_period", values="value")
        figures = [
            px.bar(over, x="time_period", y="value", title=f"{indicator}, all countries"),
            px.line(of_indicator, x="time_period", y="value", color="ref_area", title=f"{indicator} by country"),
            go.Figure(go.Heatmap(x=grid.columns, y=grid.index, z=grid.values)),
        ]
        body = "".join(figure.to_html(full_html=False, include_plotlyjs=False) for figure in figures)
        (out / f"{indicator}.html").write_text(
            f"<!doctype html><meta charset=utf-8><script src=plotly.min.js></script>{body}"
        )
    (out / "plotly.min.js").write_text(get_plotlyjs())


def main() -> None:
    """Read, check, add up, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--edition", default="JPA6", help="the one that is added up; all are read and checked")
    asked = parser.parse_args()
    warnings.filterwarnings("ignore", module="openpyxl")
    arrivals = pd.read_csv(asked.inbox / "arrivals.csv")
    arrivals["received_at"] = pd.to_datetime(arrivals.received_at, utc=True)
    words: Words = {}
    issues: list[Issue] = []
    good: dict[tuple[Any, ...], Return] = {}
    for name in arrivals.sort_values(["received_at", "file_name"]).file_name:
        one = Return(asked.inbox / name, words, issues)
        one.read()
        if not one.errors and one.identity[0] == asked.edition:
            good[one.identity] = one  # a later one replaces the earlier
    all_months = sorted({month for *_, month in good})
    followed, followed_over = follow_cases(good.values(), all_months)
    rows = []
    for (_, area, month), one in good.items():
        values = one_return(one)
        for indicator in form.FOLLOWED:
            said = len(one.lists["cases"]) or one.done("cases")
            values[indicator] = followed.get((indicator, area, month), 0) if said else None
        rows += [(indicator, area, month, value) for indicator, value in values.items() if value is not None]
    keys = ["indicator", "ref_area", "time_period"]
    totals = pd.DataFrame(rows, columns=[*keys, "value"]).sort_values(keys)
    months = (
        totals[~totals.indicator.isin(form.FOLLOWED)].groupby(["indicator", "time_period"], as_index=False).value.sum()
    )
    shared = pd.DataFrame([(*key, value) for key, value in followed_over.items()], columns=months.columns)
    months = pd.concat([months, shared]).sort_values(["indicator", "time_period"])
    asked.out.mkdir(parents=True, exist_ok=True)
    totals.to_csv(asked.out / "totals.csv", index=False)
    months.to_csv(asked.out / "months.csv", index=False)
    pd.DataFrame(issues, columns=["file", "sheet", "cell", "rule"]).to_csv(asked.out / "issues.csv", index=False)
    pages(totals, months, asked.out / "pages")
    print(len(arrivals), "files,", len(good), "count,", len(issues), "issues,", len(totals), "values")


if __name__ == "__main__":
    main()
