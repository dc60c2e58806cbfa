"""Cases and operations from return to return: E07 a number to date that falls, W10 an operation without a shared id."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from assets.checking.between_returns.returns import PLACE, Found, found_at, joined
from assets.framework.terms import term

_LINE = ["number", "sheet", "entry"]
_TO_DATE = {
    "suspects": term("text", "Suspects"),
    "arrests": term("text", "Arrests"),
    "charged": term("text", "Persons charged"),
    "convicted": term("text", "Persons convicted"),
    "victims": term("text", "Victims"),
}
_KEY = [
    "indicator", "crime", "victim_status", "exploitation", "sex", "age", "counterpart_area", "topic",
    "category",
]  # fmt: skip


def numbers_to_date(entries: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Every number that is to date: number, key, value, what it is (as terms), the names a note may call it by,
    place.

    ``sums`` are the observations of layouts whose source is cumulative.
    """
    counts = entries[
        (entries["list_name"] == "cases") & entries["field"].isin(_TO_DATE) & entries["value_number"].notna()
    ]
    cases = counts.merge(_lines(entries, ["record", "shared_id", "case_reference"]), on=_LINE)
    # As in the tables: an id is the same in capitals and in small letters.
    name = cases["shared_id"].where(cases["shared_id"] != "", cases["case_reference"]).str.upper()
    cases = cases.assign(
        key=cases["record"] + "|" + name + "|" + cases["field"],
        said=cases["field"].map(_TO_DATE),
        value=cases["value_number"],
        names=cases["shared_id"] + "|" + cases["case_reference"],
    )
    sums = sums[sums["obs_value"].notna()]
    sums = sums.assign(
        key=joined(sums, _KEY),
        said="indicator=" + sums["indicator"],
        value=sums["obs_value"],
        names=sums["indicator"],
    )
    columns = ["number", "key", "said", "value", "names", *PLACE]
    both = pd.concat([cases.loc[name != "", columns], sums[columns]], ignore_index=True)
    # A case that stands twice in one return says nothing certain.
    return both.drop_duplicates(["number", "key"], keep=False).astype({"value": "int64"})


def falls(pairs: pd.DataFrame, to_date: pd.DataFrame, notes: pd.DataFrame) -> Found:
    """E07: against the nearest month before and the nearest month after that give the number."""
    other = to_date[["number", "key", "value"]].rename(columns={"number": "number_other", "value": "other"})
    both = pairs[pairs["offset"] != 0].merge(to_date, on="number").merge(other, on=["number_other", "key"])
    both = both.sort_values("offset")
    before = both[both["offset"] < 0].drop_duplicates(["number", "key"], keep="last")
    after = both[both["offset"] > 0].drop_duplicates(["number", "key"], keep="first")
    found = pd.concat(
        [
            before[before["value"] < before["other"]].assign(kind="before"),
            after[after["value"] > after["other"]].assign(kind="after"),
        ]
    ).drop_duplicates(["number", "key"])
    said = notes.groupby("number")["said"].agg("\n".join) if len(notes) else pd.Series(dtype="str")
    unsaid = [
        not _mentions(said.get(number, ""), names, cell)
        for number, names, cell in found[["number", "names", "cell"]].itertuples(index=False, name=None)
    ]
    rows = found[np.array(unsaid, dtype=bool)].drop(columns="key")
    rows = rows.rename(columns={"period_other": "month", "said": "key"})
    return found_at(rows, "E07", ["kind", "key", "value", "other", "month"])


def notes_said(entries: pd.DataFrame) -> pd.DataFrame:
    """What the sheet Notes says in each return: number, text."""
    notes = entries[(entries["list_name"] == "notes") & entries["field"].isin(["where", "text"])]
    return notes[["number"]].assign(said=notes["value_text"])


def _mentions(said: str, names: str, cell: str) -> bool:
    """Whether a text names the cell or one of the names, as a word of its own: T-1 is not T-12."""
    wanted = [cell, *names.split("|")]
    return any(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE) for name in wanted)


def unshared_operations(returns: pd.DataFrame, entries: pd.DataFrame) -> Found:
    """W10: operations of two countries with one first day, one of which names the other, without an id in common."""
    lines = _lines(entries, ["record", "shared_id", "opened_on", "other_countries", "crime"])
    lines = lines[(lines["record"] == "OPER") & (lines["opened_on"] != "")]
    of_return = returns[["number", "edition_id", "ref_area", "until", "accepted"]]
    lines = lines.merge(of_return, on="number")
    pairs = lines.merge(lines[lines["accepted"]], on=["edition_id", "opened_on"], suffixes=("", "_other"))
    pairs = pairs[
        (pairs["ref_area"] != pairs["ref_area_other"])
        & (pairs["number_other"] < pairs["number"])
        & (pairs["number"] <= pairs["until_other"])
        & ((pairs["shared_id"] == "") | (pairs["shared_id_other"] == ""))
        & ((pairs["crime"] == pairs["crime_other"]) | (pairs["crime"] == "") | (pairs["crime_other"] == ""))
    ]
    named = [
        theirs in ours.split(";") or mine in others.split(";")
        for mine, theirs, ours, others in pairs[
            ["ref_area", "ref_area_other", "other_countries", "other_countries_other"]
        ].itertuples(index=False, name=None)
    ]
    cells = entries[(entries["list_name"] == "cases") & (entries["field"] == "shared_id")][[*_LINE, "cell", "raw_text"]]
    rows = pairs[np.array(named, dtype=bool)].merge(cells, on=_LINE).drop_duplicates([*_LINE, "ref_area_other"])
    return found_at(rows.rename(columns={"ref_area_other": "country", "opened_on": "day"}), "W10", ["country", "day"])


def _lines(entries: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """One row a line of the sheet Cases, a column a field, blank where it is not given."""
    cases = entries[(entries["list_name"] == "cases") & entries["field"].isin(fields)]
    wide = cases.pivot_table(index=_LINE, columns="field", values="value_text", aggfunc="first", observed=True)
    return wide.reindex(columns=fields).astype("str").fillna("").reset_index()
