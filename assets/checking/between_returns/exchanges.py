"""Enquiries as both sides count them (W11): what A says it sent to B, and what B says it received from A."""

from __future__ import annotations

import pandas as pd

from assets.checking.between_returns.returns import PLACE, Found, found_at

_FLOW = ["from", "to"]
_LINE = ["number", "sheet", "entry"]
_NEEDED = ["counterpart", "sent", "received"]
# What the Cover says of a list in which a country that is not there counts as 0.
_WHOLE = ("COMPLETE", "NONE")


def mirror_findings(returns: pd.DataFrame, pairs: pd.DataFrame, entries: pd.DataFrame, cover: pd.DataFrame) -> Found:
    """W11 for every pair of countries and month, in the return that came in later.

    A return of whose list something could not be read takes no part: what is missing there is not 0.
    """
    pairs = pairs[~pairs[["number", "number_other"]].isin(_with_gaps(entries)).any(axis=1)]
    claims = _claims(returns, entries)
    flows = pd.concat(
        [
            pairs.assign(kind="sent", **{"from": pairs["ref_area"], "to": pairs["ref_area_other"]}),
            pairs.assign(kind="received", **{"from": pairs["ref_area_other"], "to": pairs["ref_area"]}),
        ]
    )
    theirs = claims[["number", *_FLOW, "value"]].rename(columns={"number": "number_other", "value": "other"})
    both = flows.merge(claims, on=["number", *_FLOW], how="left", indicator="mine")
    both = both.merge(theirs, on=["number_other", *_FLOW], how="left", indicator="others")
    whole = returns.set_index("number")["exchanges_listed"].isin(_WHOLE)
    zero_here = (both["mine"] == "left_only") & both["number"].map(whole)
    zero_there = (both["others"] == "left_only") & both["number_other"].map(whole)
    both["value"] = both["value"].mask(zero_here, 0)
    both["other"] = both["other"].mask(zero_there, 0)
    found = both.dropna(subset=["value", "other"])
    found = found[found["value"] != found["other"]].astype({"value": "int64", "other": "int64"})
    placed = _placed(found.rename(columns={"ref_area_other": "country"}), cover)
    return found_at(placed, "W11", ["kind", "value", "other", "country"])


def _with_gaps(entries: pd.DataFrame) -> list[int]:
    """The returns with a line of which a country or a count could not be read: a blank one has an entry, too."""
    lists = entries[(entries["list_name"] == "exchanges") & entries["field"].isin(_NEEDED)]
    every = entries[entries["list_name"] == "exchanges"].groupby(_LINE).size()
    read = lists.groupby(_LINE).size().reindex(every.index, fill_value=0)
    return sorted({number for number, _, _ in read[read < len(_NEEDED)].index})


def _claims(returns: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """What each return says went from one country to another; no value where a line of it has none."""
    lists = entries[entries["list_name"] == "exchanges"]
    counterpart = lists.loc[lists["field"] == "counterpart", [*_LINE, "value_text"]]
    counts = lists[lists["field"].isin(["sent", "received"])].merge(
        counterpart.rename(columns={"value_text": "counterpart"}), on=_LINE
    )
    counts = counts.merge(returns[["number", "ref_area"]], on="number").sort_values([*_LINE, "field"])
    sent = counts["field"] == "sent"
    counts["from"] = counts["ref_area"].where(sent, counts["counterpart"])
    counts["to"] = counts["counterpart"].where(sent, counts["ref_area"])
    groups = counts.groupby(["number", *_FLOW], sort=False)
    claims = groups.agg(
        value=("value_number", "sum"),
        given=("value_number", "count"),
        lines=("cell", "size"),
        **{name: (name, "first") for name in PLACE},
    ).reset_index()
    claims["value"] = claims["value"].where(claims["given"] == claims["lines"])
    return claims


def _placed(found: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """A country that is not in the list has no cell of its own: the statement that the list is complete is shown."""
    said = cover.loc[cover["field"] == "exchanges_listed", ["number", *PLACE]]
    placed = found.merge(said, on="number", how="left", suffixes=("", "_said"))
    for name in PLACE:
        placed[name] = placed[name].fillna(placed[f"{name}_said"]).fillna("")
    return placed
