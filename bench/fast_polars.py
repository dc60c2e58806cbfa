"""A peer: the fast script. fastexcel in two threads, everything after that in polars over all files at once.

``python -m bench.fast_polars INBOX OUT`` reads the same files, finds the same faults and writes the same totals.csv,
months.csv, issues.csv and pages/ as the script with pandas; its pages are dictionaries written as JSON.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fastexcel
import polars as pl
from plotly.offline import get_plotlyjs
from polars import col

from bench import form

Sheets = Mapping[str, pl.DataFrame]
Words = Mapping[str, dict[str, str]]
CELLS = (*form.PARTS, form.TOTAL)
_GAPS = ["O", "Q", "X"]


def letter(number: int) -> str:
    """A column's letter; columns count from 0."""
    text, left = "", number + 1
    while left:
        left, digit = divmod(left - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def read(path: Path) -> Sheets:
    """The sheets of a return as texts, columns c0, c1, ...; none where the file cannot be read."""
    try:
        book = fastexcel.read_excel(path)
        sheets = {}
        for name in form.SHEETS:
            if name in book.sheet_names:
                sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
                sheets[name] = sheet.rename({old: f"c{number}" for number, old in enumerate(sheet.columns)})
    except Exception:  # noqa: BLE001 - whatever the reader raises for a broken file
        return {}
    return sheets


def words_of(path: Path) -> Words:
    """The code lists that a form carries on its hidden sheet: {list: {word: code}}."""
    lists = fastexcel.read_excel(path).load_sheet("Lists", header_row=0, dtypes="string").to_polars()
    words = {}
    for code, head in zip(lists.columns, lists.columns[1:], strict=False):
        if head.endswith(": word"):
            pairs = lists.select(code, head).drop_nulls(head)
            words[head.removesuffix(": word")] = dict(zip(pairs[head], pairs[code], strict=True))
    return words


def stack(files: Iterable[tuple[int, Sheets]], name: str) -> pl.DataFrame:
    """One frame of a sheet over all files, with file number and row number from 1."""
    frames = [
        sheets[name].with_row_index("row", offset=1).with_columns(f=pl.lit(number, pl.Int32))
        for number, sheets in files
        if name in sheets
    ]
    return pl.concat(frames, how="diagonal")


def blocks(sheet: pl.DataFrame) -> pl.DataFrame:
    """Which block of the form each row belongs to, by the marks in column A."""
    mark = pl.when(col("c0").str.starts_with("jpa:") & (col("c0") != "jpa:label")).then(col("c0"))
    return sheet.with_columns(mark=mark.forward_fill().over("f"), starts=mark.is_not_null())


def kind(cell: pl.Expr) -> pl.Expr:
    """V a number, O blank or to follow, M cannot be counted, Q withheld, X none of them."""
    return (
        pl.when(cell.is_null() | (cell == ".."))
        .then(pl.lit("O"))
        .when(cell == "n/a")
        .then(pl.lit("M"))
        .when(cell == "<5")
        .then(pl.lit("Q"))
        .when(cell.str.contains(r"^[0-9]+$"))
        .then(pl.lit("V"))
        .otherwise(pl.lit("X"))
    )


def number(cell: pl.Expr) -> pl.Expr:
    """The number that a cell holds, or null."""
    return pl.when(cell.str.contains(r"^[0-9]+$")).then(cell.cast(pl.Int64, strict=False))


def at_most(value: str) -> pl.Expr:
    """The most that a cell can stand for; null where nobody knows."""
    mark = col(f"{value}:w")
    return pl.when(mark == "V").then(col(value)).when(mark == "Q").then(form.WITHHELD_AT_MOST)


class Faults:
    """What is wrong: file number, sheet, cell, rule."""

    def __init__(self) -> None:
        self.frames = [pl.DataFrame(schema={"f": pl.Int32, "sheet": pl.String, "cell": pl.String, "rule": pl.String})]

    def add(self, rows: pl.DataFrame, rule: str, sheet: str = "", column: str = "") -> None:
        """A fault for every row of ``rows``, at its cell in ``column``; without one, of the sheet."""
        cell = pl.lit(column) + col("row").cast(pl.String) if column else pl.lit("")
        self.frames.append(rows.select(col("f").cast(pl.Int32), sheet=pl.lit(sheet), cell=cell, rule=pl.lit(rule)))

    def all(self) -> pl.DataFrame:
        """Every fault."""
        return pl.concat(self.frames)


def read_covers(sheet: pl.DataFrame, words: Words, faults: Faults) -> pl.DataFrame:
    """A row for each file: whose return it is, for which month, and which lists are complete."""
    fields = sheet.filter(col("c0").is_not_null() & ~col("c0").str.starts_with("jpa:"))
    faults.add(fields.filter(~pl.struct("f", "c0").is_first_distinct()), "E01", "Cover", "A")
    wide = fields.unique(["f", "c0"], keep="first").pivot("c0", index="f", values="c2")
    wide = wide.with_columns(
        col("ref_area").replace_strict({**words["area"], **words["participant"]}, default=None),
        time_period=("1 " + col("time_period")).str.to_date("%d %B %Y", strict=False).dt.strftime("%Y-%m"),
    )
    for key in form.IDENTITY:
        faults.add(wide.filter(col(key).is_null()), "F07", "Cover")
    listed = [col(f"{name}_listed").replace_strict(words["listing"], default=None).alias(name) for name in form.LISTED]
    return wide.select("f", *form.IDENTITY, *listed, nil=col("nil_return") == "Yes")


def read_grid(sheet: pl.DataFrame, name: str, faults: Faults) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows of a grid over all files: number and mark of each cell; and the letter of each column."""
    all_blocks, marker = blocks(sheet), f"jpa:grid:{name.lower()}"
    heads = all_blocks.filter(col("starts") & (col("mark") == marker))
    columns = {key: at for at, key in heads.row(0, named=True).items() if at.startswith("c") and isinstance(key, str)}
    letters = {cell: letter(int(columns[cell][1:])) for cell in CELLS}
    for cell in CELLS:  # the same form in every file, or it is not this form
        faults.add(heads.filter(col(columns[cell]).ne_missing(cell)), "F06", name, "A")
    faults.add(heads.filter(~col("f").is_first_distinct()), "E01", name)
    of_block = (col("mark") == marker) & ~col("starts") & col("c0").is_not_null() & (col("c0") != "jpa:label")
    rows = all_blocks.filter(of_block)
    faults.add(rows.filter(~pl.struct("f", "c0").is_first_distinct()), "E01", name, "A")
    rows = rows.select(
        "f",
        "row",
        key=col("c0"),
        indicator=col("c0").str.split(".").list.first(),
        **{cell: number(col(columns[cell])) for cell in CELLS},
        **{f"{cell}:w": kind(col(columns[cell])) for cell in CELLS},
    )
    _check_cells(rows, name, letters, faults)
    return rows, letters


def _check_cells(rows: pl.DataFrame, sheet: str, letters: Mapping[str, str], faults: Faults) -> None:
    highest = col("indicator").replace_strict(form.HIGHEST_OF, default=form.HIGHEST)
    for cell in CELLS:
        faults.add(rows.filter(col(f"{cell}:w") == "X"), "E03", sheet, letters[cell])
        faults.add(rows.filter(col(cell) > highest), "E08", sheet, letters[cell])
    known = pl.sum_horizontal([col(part).fill_null(0) for part in form.PARTS])
    marks = [col(f"{part}:w") for part in form.PARTS]
    whole = pl.all_horizontal([mark.is_in(["V", "M"]) for mark in marks]) & pl.any_horizontal([m == "V" for m in marks])
    faults.add(rows.filter(known > at_most(form.TOTAL)), "E06", sheet, letters[form.TOTAL])
    short = (col(f"{form.TOTAL}:w") == "V") & (known < col(form.TOTAL)) & whole
    faults.add(rows.filter(short), "W09", sheet, letters[form.TOTAL])


def read_list(sheet: pl.DataFrame, name: str, sheet_name: str, words: Words, faults: Faults) -> pl.DataFrame:
    """The records of a list over all files, chosen words as codes, numbers with their marks."""
    all_blocks, marker = blocks(sheet), f"jpa:list:{name}"
    head = all_blocks.filter(col("starts") & (col("mark") == marker)).row(0, named=True)
    columns = {
        key: at
        for at, key in head.items()
        if at.startswith("c") and at != "c0" and isinstance(key, str) and not key.startswith("label:")
    }
    filled = ~pl.all_horizontal([col(at).is_null() for at in columns.values()])
    rows = all_blocks.filter((col("mark") == marker) & col("c0").is_null() & filled)
    rows = rows.select("f", "row", **{key: col(at) for key, at in columns.items()})
    letters = {key: letter(int(at[1:])) for key, at in columns.items()}
    for field, codelist in form.CODES[name].items():
        unknown = col(field).is_not_null() & ~col(field).is_in(list(words[codelist]))
        faults.add(rows.filter(unknown), "E02", sheet_name, letters[field])
        rows = rows.with_columns(col(field).replace_strict(words[codelist], default=None).alias(field))
    for field in form.NUMBERS[name]:
        rows = rows.with_columns(kind(col(field)).alias(f"{field}:w"), number(col(field)).alias(field))
        faults.add(rows.filter(col(f"{field}:w") == "X"), "E03", sheet_name, letters[field])
    again = rows.filter(~pl.struct("f", *form.KEYS[name]).is_first_distinct())
    faults.add(again, "E01", sheet_name, letters[form.KEYS[name][0]])
    return rows


def check_across(
    outcomes: pl.DataFrame,
    victims: pl.DataFrame,
    citizenship: pl.DataFrame,
    letters: Mapping[str, Mapping[str, str]],
    faults: Faults,
) -> None:
    """Rules that look at more than one row; ``letters`` by sheet and column."""
    known = outcomes.filter(col(f"{form.TOTAL}:w") == "V").select(
        "f", "row", "indicator", value=form.TOTAL, crime=col("key").str.split(".").list.last()
    )
    for more, less, rule in form.NOT_LARGER:
        one, other = (known.filter(col("indicator") == indicator) for indicator in (more, less))
        pairs = one.join(other, on=["f", "crime"], suffix="_of_less")
        faults.add(pairs.filter(col("value") > col("value_of_less")), rule, "Outcomes", letters["Outcomes"][form.TOTAL])
    rows = victims.with_columns(status=col("indicator"), form=col("key").str.split(".").list.last())
    whole, forms = rows.filter(col("form") == "_T"), rows.filter(col("form") != "_T")
    sums = forms.group_by("f", "status").agg(col(cell).sum().alias(f"{cell}:sum") for cell in CELLS)
    pairs = whole.join(sums, on=["f", "status"])
    for cell in CELLS:
        faults.add(pairs.filter(col(f"{cell}:sum") > at_most(cell)), "E06", "Victims", letters["Victims"][cell])
    named = citizenship.group_by("f", status="victim_status").agg(named=col("victims").sum())
    pairs = whole.join(named, on=["f", "status"]).filter(col(f"{form.TOTAL}:w") == "V")
    faults.add(pairs.filter(col("named") > col(form.TOTAL)), "E06", "Victims", letters["Victims"][form.TOTAL])


def with_gap(known: pl.Expr, gap: pl.Expr) -> pl.Expr:
    """The sum of what is known; null where zeros have a gap."""
    return pl.when((known > 0) | ~gap).then(known)


def totals_of(
    good: pl.DataFrame, outcomes: pl.DataFrame, victims: pl.DataFrame, exchanges: pl.DataFrame, activities: pl.DataFrame
) -> pl.DataFrame:
    """Indicator, country, month and value of the returns that count, but for the cases."""
    cells = pl.concat(
        [
            outcomes.select("f", "indicator", value=form.TOTAL, mark=f"{form.TOTAL}:w"),
            victims.filter(col("key") == "IDF._T").select(
                "f", indicator=pl.lit("VIC_ID"), value=form.TOTAL, mark=f"{form.TOTAL}:w"
            ),
        ]
    )
    sums = cells.group_by("f", "indicator").agg(
        known=col("value").sum(), gap=col("mark").is_in(_GAPS).any(), some=(col("mark") == "V").any()
    )
    found = [sums.filter("some").select("f", "indicator", value=with_gap(col("known"), col("gap")))]

    def listed(records: pl.DataFrame, indicator: str, fields: Sequence[str], name: str, *, gaps: bool) -> None:
        marks = pl.any_horizontal([col(f"{field}:w").is_in(_GAPS) for field in fields]).any() if gaps else pl.lit(False)
        sums = records.group_by("f").agg(
            known=pl.sum_horizontal([col(field).fill_null(0) for field in fields]).sum(), gap=marks
        )
        done = col(name).is_in(["COMPLETE", "NONE"]).fill_null(False) | col("nil")
        value = (
            pl.when(col("known").is_null())
            .then(pl.when(done).then(0))
            .otherwise(with_gap(col("known"), col("gap") | (col(name) != "COMPLETE")))
        )
        counted = good.join(sums, on="f", how="left")
        found.append(counted.select("f", indicator=pl.lit(indicator), value=value.cast(pl.Int64)))

    listed(exchanges, "INF_ENQ", ["sent"], "exchanges", gaps=True)
    listed(exchanges, "INF_RSP", ["answered"], "exchanges", gaps=True)
    for held, indicator in form.HOSTED.items():
        hosted = activities.filter((col("type") == held) & (col("role") == "HOST")).with_columns(one=pl.lit(1))
        listed(hosted, indicator, ["one"], "activities", gaps=False)
    for held, indicator in form.TRAINED.items():
        listed(activities.filter(col("type") == held), indicator, form.OFFICERS, "activities", gaps=False)
    reached = activities.filter(col("type") == "AWARENESS")
    listed(reached, "AWR_PPL", ["people_reached"], "activities", gaps=True)
    whose = good.select("f", "ref_area", "time_period")
    return pl.concat(found).drop_nulls("value").join(whose, on="f").select(*_KEYS, "value")


_KEYS = ("indicator", "ref_area", "time_period")


def follow_cases(good: pl.DataFrame, cases: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Plans and Compendium cases as last described, operations by their first day: by country, and over all."""
    own = col("ref_area") + ":" + col("case_reference")
    records = cases.join(good.select("f", "ref_area", "time_period"), on="f").with_columns(
        id=pl.coalesce("shared_id", own).str.strip_chars().str.to_uppercase(),
        order=col("stage").replace_strict(
            {stage: at for at, stage in enumerate(form.STAGES)}, default=None, return_dtype=pl.Int64
        ),
    )
    months = good.select(col("time_period").unique().sort())
    stocks = _stocks(records.filter(col("record").is_in(list(form.STOCKS))), months)
    operations = _operations(records.filter(col("record") == "OPER"))
    by_country, by_month = (pl.concat(pair) for pair in zip(stocks, operations, strict=True))
    kinds = pl.DataFrame({"indicator": form.FOLLOWED})
    done = col("cases").is_in(["COMPLETE", "NONE"]).fill_null(False) | col("nil")
    known = good.filter(col("f").is_in(cases["f"].unique().implode()) | done).select("ref_area", "time_period")
    value = col("value").fill_null(0)
    return (
        known.join(kinds, how="cross").join(by_country, on=_KEYS, how="left").select(*_KEYS, value),
        months.join(kinds, how="cross")
        .join(by_month, on=["indicator", "time_period"], how="left")
        .select("indicator", "time_period", value),
    )


def _stocks(stock: pl.DataFrame, months: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    described = stock.select("record", "id", "ref_area", "order", "row", since="time_period")
    lines = months.join(described, how="cross").filter(col("time_period") >= col("since")).sort("since", "row")
    last = lines.group_by("record", "id", "ref_area", "time_period").agg(order=col("order").drop_nulls().last())
    furthest = last.group_by("record", "id", "time_period").agg(col("order").max())
    by_country, by_month = [], []
    for record, (indicator, first, end, without) in form.STOCKS.items():
        stages = col("order").is_between(form.STAGES.index(first), form.STAGES.index(end)).fill_null(without)
        named = pl.lit(indicator).alias("indicator")
        one = last.filter((col("record") == record) & stages).group_by(named, "ref_area", "time_period")
        by_country.append(one.agg(value=pl.len().cast(pl.Int64)))
        over = furthest.filter((col("record") == record) & stages).group_by(named, "time_period")
        by_month.append(over.agg(value=pl.len().cast(pl.Int64)))
    return pl.concat(by_country), pl.concat(by_month)


def _operations(operations: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    opened = operations.with_columns(month=col("opened_on").str.slice(0, 7))
    said_by_lead = col("month").filter(col("ref_area") == col("lead")).min()
    first = [said_by_lead.over("id"), col("month").min().over("id"), col("time_period").min().over("id")]
    dated = opened.with_columns(at=pl.coalesce(first))
    named = pl.lit(form.OPERATIONS).alias("indicator")
    count = pl.len().cast(pl.Int64).alias("value")
    by_country = dated.unique(["id", "ref_area"]).group_by(named, "ref_area", time_period="at").agg(count)
    return by_country, dated.unique("id").group_by(named, time_period="at").agg(count)


def pages(totals: pl.DataFrame, months: pl.DataFrame, out: Path) -> None:
    """A page an indicator, beside one plotly.min.js."""
    out.mkdir(exist_ok=True)
    for (indicator,), of_indicator in totals.group_by("indicator", maintain_order=True):
        over = months.filter(col("indicator") == indicator)
        grid = of_indicator.pivot("time_period", index="ref_area", values="value")
        lines = [
            {"type": "scatter", "mode": "lines", "name": area, "x": list(line["time_period"]), "y": list(line["value"])}
            for (area,), line in of_indicator.group_by("ref_area", maintain_order=True)
        ]
        bars = {"type": "bar", "x": list(over["time_period"]), "y": list(over["value"])}
        heat = {
            "type": "heatmap",
            "x": grid.columns[1:],
            "y": list(grid["ref_area"]),
            "z": [list(row[1:]) for row in grid.rows()],
        }
        figures = [
            {"data": [bars], "layout": {"title": {"text": f"{indicator}, all countries"}}},
            {"data": lines, "layout": {"title": {"text": f"{indicator} by country"}}},
            {"data": [heat], "layout": {}},
        ]
        places = "".join(f"<div id=f{number}></div>" for number in range(len(figures)))
        script = f"{json.dumps(figures)}.forEach((f,i)=>Plotly.newPlot('f'+i,f.data,f.layout))"
        head = "<!doctype html><meta charset=utf-8><script src=plotly.min.js></script>"
        (out / f"{indicator}.html").write_text(f"{head}{places}<script>{script}</script>")
    (out / "plotly.min.js").write_text(get_plotlyjs())


def read_all(inbox: Path, names: Sequence[str], threads: int, faults: Faults) -> tuple[dict[str, pl.DataFrame], Words]:
    """Each sheet over all files, and the code lists of the first file that can be read."""
    with ThreadPoolExecutor(threads) as pool:
        files = list(enumerate(pool.map(lambda name: read(inbox / name), names)))
    broken = [number for number, sheets in files if not sheets]
    faults.add(pl.DataFrame({"f": broken}, schema={"f": pl.Int32}), "F01")
    for name in form.SHEETS:
        without = [number for number, sheets in files if sheets and name not in sheets]
        faults.add(pl.DataFrame({"f": without}, schema={"f": pl.Int32}), "F06", name)
    words = words_of(inbox / names[next(number for number, sheets in files if sheets)])
    return {name: stack(files, name) for name in form.SHEETS}, words


def main() -> None:
    """Read, check, add up, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--edition", default="JPA6", help="the one that is added up; all are read and checked")
    asked = parser.parse_args()
    with (asked.inbox / "arrivals.csv").open(newline="") as stream:
        arrivals = sorted(
            csv.DictReader(stream), key=lambda row: (dt.datetime.fromisoformat(row["received_at"]), row["file_name"])
        )
    names, faults = [row["file_name"] for row in arrivals], Faults()
    sheets, words = read_all(asked.inbox, names, asked.threads, faults)
    covers = read_covers(sheets["Cover"], words, faults)
    outcomes, of_outcomes = read_grid(sheets["Outcomes"], "Outcomes", faults)
    victims, of_victims = read_grid(sheets["Victims"], "Victims", faults)
    citizenship = read_list(sheets["Victims"], "citizenship", "Victims", words, faults)
    lists = {name: read_list(sheets[name.capitalize()], name, name.capitalize(), words, faults) for name in form.LISTED}
    check_across(outcomes, victims, citizenship, {"Outcomes": of_outcomes, "Victims": of_victims}, faults)
    issues = faults.all()
    in_error = issues.filter(col("rule").str.slice(0, 1).is_in(["E", "F"]))["f"].unique()
    good = covers.filter(~col("f").is_in(in_error.implode()) & (col("edition_id") == asked.edition))
    good = good.sort("f").unique(["ref_area", "time_period"], keep="last", maintain_order=True)  # the latest counts
    outcomes, victims, exchanges, cases, activities = (
        frame.join(good.select("f"), on="f", how="semi") for frame in (outcomes, victims, *lists.values())
    )
    own = totals_of(good, outcomes, victims, exchanges, activities)
    followed, followed_over = follow_cases(good, cases)
    totals = pl.concat([own, followed]).sort(_KEYS)
    summed = own.group_by("indicator", "time_period").agg(col("value").sum())
    months = pl.concat([summed, followed_over]).sort("indicator", "time_period")
    asked.out.mkdir(parents=True, exist_ok=True)
    totals.write_csv(asked.out / "totals.csv")
    months.write_csv(asked.out / "months.csv")
    file = col("f").replace_strict(dict(enumerate(names)), return_dtype=pl.String).alias("file")
    issues.select(file, "sheet", "cell", "rule").write_csv(asked.out / "issues.csv")
    pages(totals, months, asked.out / "pages")
    print(len(names), "files,", good.height, "count,", issues.height, "issues,", totals.height, "values")


if __name__ == "__main__":
    main()
