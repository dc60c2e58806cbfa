"""All returns in the order in which they came in, and which of them counted when another came in."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from assets.intake.problems import Problem

ACCEPTED = ("accepted", "accepted_with_warnings")
PLACE = ["sheet", "cell", "raw_text"]
_ARRIVAL = ["sha256", "received_at", "file_name"]
# Findings of history: the number of the return, and what is wrong with it.
Found = list[tuple[int, Problem]]


def returns_in_order(files: pd.DataFrame, receipts: pd.DataFrame) -> pd.DataFrame:
    """Every return that says whose it is, numbered in the order of its first arrival.

    ``month`` counts months, so that the one before is one less. ``passed`` is whether the file was accepted by
    itself, ``accepted`` whether it counts (history may still hold it), ``until`` the number of the next accepted
    version of the same country and month.
    """
    arrived = receipts.sort_values(["received_at", "file_name"]).drop_duplicates("sha256")[_ARRIVAL]
    known = (files[["edition_id", "ref_area", "time_period"]] != "").all(axis=1)
    returns = files[known & (files["kind"] == "return") & (files["outcome"] != "refused")].merge(arrived, on="sha256")
    returns = returns.sort_values(["received_at", "sha256"]).reset_index(drop=True)
    returns["number"] = range(len(returns))
    returns["month"] = months_of(returns["time_period"])
    returns["passed"] = returns["outcome"].isin(ACCEPTED)
    return with_accepted(returns, returns["passed"])


def with_accepted(returns: pd.DataFrame, accepted: pd.Series[bool]) -> pd.DataFrame:
    """The same returns where only ``accepted`` count."""
    counting = returns.loc[accepted]
    following = counting.groupby(["edition_id", "ref_area", "month"])["number"].shift(-1)
    until = following.reindex(returns.index).fillna(len(returns)).astype("int64")
    return returns.assign(accepted=accepted, until=until)


def own_pairs(returns: pd.DataFrame) -> pd.DataFrame:
    """Each return with those of its country and edition that counted when it came in.

    Columns: number, number_other, offset in months (-1 is the month before), month_other (YYYY-MM).
    """
    later = returns[["number", "edition_id", "ref_area", "month"]]
    pairs = _counted_before(later.merge(_counting(returns), on=["edition_id", "ref_area"], suffixes=("", "_other")))
    pairs["offset"] = pairs["month_other"] - pairs["month"]
    return pairs[["number", "number_other", "offset", "period_other"]]


def neighbour_pairs(returns: pd.DataFrame) -> pd.DataFrame:
    """Each return with those of other countries for the same month that counted when it came in.

    Columns: number, ref_area, number_other, ref_area_other.
    """
    later = returns[["number", "edition_id", "ref_area", "month"]]
    pairs = _counted_before(later.merge(_counting(returns), on=["edition_id", "month"], suffixes=("", "_other")))
    return pairs.loc[
        pairs["ref_area"] != pairs["ref_area_other"], ["number", "ref_area", "number_other", "ref_area_other"]
    ]


def _counting(returns: pd.DataFrame) -> pd.DataFrame:
    columns = ["number", "edition_id", "ref_area", "month", "until", "time_period"]
    return returns.loc[returns["accepted"], columns].rename(columns={"time_period": "period_other"})


def _counted_before(pairs: pd.DataFrame) -> pd.DataFrame:
    before = (pairs["number_other"] < pairs["number"]) & (pairs["number"] <= pairs["until"])
    return pairs[before].reset_index(drop=True)


def months_of(periods: pd.Series[str]) -> pd.Series[int]:
    """YYYY-MM as a count of months."""
    return periods.str[:4].astype("int64") * 12 + periods.str[5:7].astype("int64")


def of_returns(frame: pd.DataFrame, returns: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``frame`` that belong to the returns, with the return's number in place of its sha256."""
    number = frame["sha256"].map(returns.set_index("sha256")["number"])
    known = number.notna()
    return frame[known].drop(columns="sha256").assign(number=number[known].astype("int64")).reset_index(drop=True)


def joined(frame: pd.DataFrame, columns: list[str]) -> pd.Series[str]:
    """The texts of several columns as one key."""
    return frame[columns[0]].str.cat(frame[columns[1:]], sep="|")


def found_at(rows: pd.DataFrame, rule: str, facts: Iterable[str]) -> Found:
    """A problem for each row: its place, the text found there, and the columns that are facts."""
    names = list(facts)
    places = rows[["number", *PLACE]].itertuples(index=False, name=None)
    values = rows[names].itertuples(index=False, name=None) if names else [()] * len(rows)
    return [
        (number, Problem(rule, sheet, cell, found, dict(zip(names, some, strict=True))))
        for (number, sheet, cell, found), some in zip(places, values, strict=True)
    ]
