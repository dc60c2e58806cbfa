"""Rules that compare a return with other returns, over all of them at once."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from assets.checking.findings import Finding
from assets.checking.frames import findings_frame
from assets.checking.history_cases import falls, notes_said, numbers_to_date, unshared_operations
from assets.checking.history_exchanges import mirror_findings
from assets.checking.history_returns import (
    Found,
    neighbour_pairs,
    of_returns,
    own_pairs,
    returns_in_order,
    with_accepted,
)
from assets.checking.history_series import row_totals, series_findings
from assets.checking.rules import worded
from assets.framework.loader import Framework


def history_findings(
    files: pd.DataFrame,
    observations: pd.DataFrame,
    entries: pd.DataFrame,
    receipts: pd.DataFrame,
    framework: Framework,
) -> pd.DataFrame:
    """What the returns say against each other, with the columns of checked.history_findings.

    The frames are checked.files, checked.observations, checked.entries and received.receipts. A return is compared
    with those that counted when it came in; a file without a receipt plays no part.
    """
    returns = returns_in_order(files, receipts)
    if returns.empty:
        return findings_frame([])
    entries, totals = of_returns(entries, returns), of_returns(row_totals(observations), returns)
    sums = of_returns(observations[observations["reporting_mode"] == "CUM"], returns)
    returns, fallen = _settle(returns, numbers_to_date(entries, sums), notes_said(entries))
    cover = entries[entries["list_name"] == "cover"]
    found: Found = [
        *fallen,
        *series_findings(returns, own_pairs(returns), totals, cover, framework),
        *unshared_operations(returns, entries, framework),
        *mirror_findings(returns, neighbour_pairs(returns), entries, cover, framework),
    ]
    return _framed(returns, found)


def _settle(returns: pd.DataFrame, to_date: pd.DataFrame, notes: pd.DataFrame) -> tuple[pd.DataFrame, Found]:
    """E07 holds a return, which then counts for none of the later ones: repeated until nothing changes.

    Whether a return is held depends only on those before it, so this ends, after as many rounds as falls follow from
    each other.
    """
    while True:
        fallen = falls(own_pairs(returns), to_date, notes)
        accepted = returns["passed"] & ~returns["number"].isin({number for number, _ in fallen})
        if accepted.equals(returns["accepted"]):
            return returns, fallen
        returns = with_accepted(returns, accepted)


def _framed(returns: pd.DataFrame, found: Found) -> pd.DataFrame:
    hashes = returns["sha256"].tolist()
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for number, problem in found:
        by_file[hashes[number]].append(worded(problem))
    for findings in by_file.values():
        findings.sort(key=lambda f: (f.rule, f.sheet, f.cell, f.message))
    return findings_frame(sorted(by_file.items()))
