"""Versions of one return that came in at one moment (E09): which is newer cannot be known, and is not guessed."""

from __future__ import annotations

import pandas as pd

from assets.checking.between_returns.returns import PLACE, Found, found_at

_MONTH = ["edition_id", "ref_area", "month"]


def same_moment(returns: pd.DataFrame, cover: pd.DataFrame) -> Found:
    """E09 in each of several accepted versions of a country and month with one time of arrival.

    Files of one batch have one time unless an officer states theirs. The finding stands at the reporting month on the
    Cover, where there is one, and names the other files.
    """
    passed = returns[returns["passed"]]
    tied = passed[passed.duplicated([*_MONTH, "received_at"], keep=False)]
    pairs = tied.merge(tied, on=[*_MONTH, "received_at"], suffixes=("", "_other"))
    pairs = pairs[pairs["number"] != pairs["number_other"]]
    others = pairs.groupby("number")["file_name_other"].agg(lambda names: ", ".join(sorted(names)))
    place = cover.loc[cover["field"] == "time_period", ["number", *PLACE]]
    rows = tied[["number"]].merge(place, on="number", how="left").fillna(dict.fromkeys(PLACE, ""))
    return found_at(rows.assign(other=rows["number"].map(others)), "E09", ["other"])
