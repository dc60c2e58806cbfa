"""A country's own figures from month to month: W04, W07, W08, W12, W13."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assets.checking.between_returns.returns import PLACE, Found, found_at, joined
from assets.checking.rules.declared import RULES
from assets.checking.within_return.intervals import ALL
from assets.forms.codes import plain
from assets.framework.loader import Framework

ROW = ["indicator", "crime", "victim_status", "exploitation"]
_BREAKDOWNS = ["sex", "age", "counterpart_area"]


def row_totals(observations: pd.DataFrame) -> pd.DataFrame:
    """The totals of grid rows: the row's codes, value (missing where none is given), bounds, place."""
    total = (observations[_BREAKDOWNS] == ALL).all(axis=1) & (observations["reporting_mode"] == "PERIOD")
    columns = ["sha256", *ROW, "obs_value", "lower_bound", "upper_bound", *PLACE]
    return observations.loc[total, columns].rename(columns={"obs_value": "value"})


def series_findings(
    returns: pd.DataFrame, pairs: pd.DataFrame, totals: pd.DataFrame, cover: pd.DataFrame, framework: Framework
) -> Found:
    """All findings of the rules of this module."""
    given = totals[totals["value"].notna()].astype({"value": "int64"})
    stocks = {i.indicator for i in framework.indicators if i.is_stock}
    return [
        *_assisted(returns, pairs, totals, framework),
        *_equal_rows(pairs, given),
        *_large_changes(pairs, given),
        *_other_agency(pairs, cover),
        *_added_up(pairs, given[~given["indicator"].isin(stocks)]),
    ]


def _beside(pairs: pd.DataFrame, values: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The values of a return beside those of the same keys in its pair."""
    other = values[["number", *keys, "value"]].rename(columns={"number": "number_other", "value": "other"})
    return pairs.merge(values, on="number").merge(other, on=["number_other", *keys])


def _large_changes(pairs: pd.DataFrame, given: pd.DataFrame) -> Found:
    limits = RULES["W08"].limits
    both = _beside(pairs[pairs["offset"].abs() == 1], given, ROW)
    small, large = both[["value", "other"]].min(axis=1), both[["value", "other"]].max(axis=1)
    far = both[(large >= limits["fewest"]) & (large > limits["times"] * small)]
    far = far.assign(kind=np.where(far["value"] < far["other"], "less", "more"), month=far["period_other"])
    return found_at(far, "W08", ["kind", "value", "other", "month"])


def _equal_rows(pairs: pd.DataFrame, given: pd.DataFrame) -> Found:
    limits = RULES["W07"].limits
    months = limits["months"]
    large = given[(given["value"] >= limits["fewest"]) & (given["exploitation"] == ALL)]
    large = large.assign(row=joined(large, ROW), line=large["cell"].str.extract(r"([0-9]+)$")[0].astype("int64"))
    # The finding stands in the lower of two rows and names the one above it.
    large = large.sort_values(["number", "sheet", "line", "row"]).reset_index(drop=True)
    large["order"] = large.index
    twins = large.merge(large, on=["number", "value"], suffixes=("", "_twin"))
    twins = twins[(twins["order_twin"] < twins["order"]) & (twins["indicator"] != twins["indicator_twin"])]
    keys = ["row", "row_twin"]
    before = pairs[pairs["offset"].between(1 - months, -1)].merge(
        twins[["number", *keys]].rename(columns={"number": "number_other"}), on="number_other"
    )
    run = before.groupby(["number", *keys]).size().rename("equal").reset_index()
    found = twins.merge(run[run["equal"] == months - 1], on=["number", *keys]).drop_duplicates(["number", "row"])
    return found_at(found.assign(other=found["cell_twin"]), "W07", ["other"])


def _added_up(pairs: pd.DataFrame, given: pd.DataFrame) -> Found:
    limits = RULES["W13"].limits
    steps = list(range(1 - limits["months"], 0))
    large = given[given["value"] >= limits["fewest"]]
    other = given[["number", *ROW, "value"]].rename(columns={"number": "number_other", "value": "other"})
    both = pairs[pairs["offset"].isin(steps)].merge(large[["number", *ROW]], on="number")
    both = both.merge(other, on=["number_other", *ROW])
    wide = both.pivot_table(index=["number", *ROW], columns="offset", values="other", aggfunc="first")
    wide = wide.reindex(columns=steps).dropna().astype("int64").reset_index()
    rows = large.merge(wide, on=["number", *ROW])
    values = rows[[*steps, "value"]].to_numpy(dtype="int64").reshape(len(rows), limits["months"])
    rising = np.diff(values, axis=1)
    first, last = values[:, 0], values[:, -1]
    looks = (rising >= 0).all(axis=1) & ((rising > 0).sum(axis=1) >= limits["rises"])
    looks &= last >= limits["times"] * first
    start = pairs.loc[pairs["offset"] == steps[0], ["number", "period_other"]].rename(columns={"period_other": "month"})
    found = rows[looks].assign(other=first[looks]).merge(start, on="number")
    return found_at(found, "W13", ["other", "month", "value"])


def _assisted(returns: pd.DataFrame, pairs: pd.DataFrame, totals: pd.DataFrame, framework: Framework) -> Found:
    """W04. Withheld numbers count with the bound that speaks for the sender."""
    all_victims = totals[(totals["indicator"] == "VIC_ID") & (totals["exploitation"] == ALL)]
    most = all_victims["value"].fillna(all_victims["upper_bound"])
    statuses = len(framework.codelist("victim_status"))
    known = all_victims.assign(most=most).dropna(subset="most").groupby("number")["most"].agg(["sum", "count"])
    identified = known.loc[known["count"] == statuses, "sum"]
    months = _months_so_far(returns, pairs, framework)
    so_far = months.join(identified.rename("most"), on="number_other")
    # A month without a return, or without the number, leaves open how many there were.
    complete = so_far.groupby("number").agg(most=("most", "sum"), given=("most", "count"), wanted=("wanted", "first"))
    complete = complete[complete["given"] == complete["wanted"]]
    assisted = totals[totals["indicator"] == "VIC_AST"]
    least = assisted["value"].fillna(assisted["lower_bound"])
    rows = assisted.assign(value=least).dropna(subset="value").merge(complete, on="number")
    rows = rows[rows["value"] > rows["most"]].astype({"value": "int64", "most": "int64"})
    rows = rows.merge(months[["number", "first_month"]].drop_duplicates("number"), on="number")
    return found_at(rows.rename(columns={"most": "other", "first_month": "month"}), "W04", ["value", "other", "month"])


def _months_so_far(returns: pd.DataFrame, pairs: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Each return with itself and the months before it; ``wanted`` is how many months that should be."""
    own = returns[["number"]].assign(number_other=returns["number"])
    both = pd.concat([own, pairs.loc[pairs["offset"] < 0, ["number", "number_other"]]])
    order = [
        (edition.edition_id, month, place, edition.months[0])
        for edition in framework.editions
        for place, month in enumerate(edition.months, start=1)
    ]
    months = pd.DataFrame(order, columns=["edition_id", "time_period", "wanted", "first_month"])
    wanted = returns[["number", "edition_id", "time_period"]].merge(months, on=["edition_id", "time_period"])
    return both.merge(wanted[["number", "wanted", "first_month"]], on="number")


def _other_agency(pairs: pd.DataFrame, cover: pd.DataFrame) -> Found:
    """W12, against the latest month up to this one; the version it replaces, where there is one."""
    agency = cover[(cover["field"] == "source_agency") & (cover["value_text"] != "")]
    agency = agency.assign(value=agency["value_text"].map(plain))
    nearest = pairs[pairs["offset"] <= 0].sort_values("offset").drop_duplicates("number", keep="last")
    both = _beside(nearest, agency, [])
    found = both[both["value"] != both["other"]]
    return found_at(found.rename(columns={"period_other": "month"}), "W12", ["month"])
