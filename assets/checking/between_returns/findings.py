"""Rules that compare a return with other returns, over all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from assets.checking.between_returns.cases import falls, notes_said, numbers_to_date, unshared_operations
from assets.checking.between_returns.exchanges import mirror_findings
from assets.checking.between_returns.returns import (
    Found,
    neighbour_pairs,
    of_returns,
    own_pairs,
    returns_in_order,
    with_accepted,
)
from assets.checking.between_returns.same_moment import same_moment
from assets.checking.between_returns.series import row_totals, series_findings
from assets.checking.decided import is_about, waive
from assets.checking.decisions import Decision, Waiver, Withdrawal, of_file
from assets.checking.findings import Finding
from assets.checking.frames import findings_table
from assets.checking.rules.declared import finding_of
from assets.framework.loader import Framework
from assets.intake.problems import Problem


def history_findings(
    files: pd.DataFrame,
    observations: pd.DataFrame,
    entries: pd.DataFrame,
    receipts: pd.DataFrame,
    framework: Framework,
    decisions: Sequence[Decision] = (),
) -> pa.Table:
    """What the returns say against each other, with the columns of checked.history_findings.

    The frames are checked.files, checked.observations, checked.entries and received.receipts. A return is compared
    with those that counted when it came in; a file without a receipt, or one that was withdrawn, plays no part.
    """
    taken_back = [decision for decision in decisions if isinstance(decision, Withdrawal)]
    stands = files["sha256"].map(lambda sha256: not of_file(taken_back, sha256)).astype("bool")
    returns = returns_in_order(files[stands], receipts)
    if returns.empty:
        return findings_table([])
    entries, totals = of_returns(entries, returns), of_returns(row_totals(observations), returns)
    sums = of_returns(observations[observations["reporting_mode"] == "CUM"], returns)
    cover = entries[entries["list_name"] == "cover"]
    tied = same_moment(returns, cover)
    returns = returns.assign(passed=returns["passed"] & ~returns["number"].isin(_held(tied, returns, decisions)))
    returns = with_accepted(returns, returns["passed"])
    returns, fallen = _settle(returns, numbers_to_date(entries, sums), notes_said(entries), decisions)
    found: Found = [
        *tied,
        *fallen,
        *series_findings(returns, own_pairs(returns), totals, cover, framework),
        *unshared_operations(returns, entries),
        *mirror_findings(returns, neighbour_pairs(returns), entries, cover),
    ]
    return _framed(returns, found, decisions, framework)


def _settle(
    returns: pd.DataFrame, to_date: pd.DataFrame, notes: pd.DataFrame, decisions: Sequence[Decision]
) -> tuple[pd.DataFrame, Found]:
    """E07 holds a return unless it was waived; held, it counts for none of the later ones. Repeated until
    nothing changes.

    Whether a return is held depends only on those before it, so this ends, after as many rounds as falls follow from
    each other.
    """
    while True:
        fallen = falls(own_pairs(returns), to_date, notes)
        accepted = returns["passed"] & ~returns["number"].isin(_held(fallen, returns, decisions))
        if accepted.equals(returns["accepted"]):
            return returns, fallen
        returns = with_accepted(returns, accepted)


def _held(found: Found, returns: pd.DataFrame, decisions: Sequence[Decision]) -> set[int]:
    """The numbers of the returns that an error holds, for all that was decided."""
    hashes = returns["sha256"].tolist()
    return {number for number, problem in found if not _is_waived(problem, of_file(decisions, hashes[number]))}


def _is_waived(problem: Problem, decisions: Sequence[Decision]) -> bool:
    found = (problem.code, problem.sheet, problem.cell, problem.found)
    return any(isinstance(decision, Waiver) and is_about(decision, *found) for decision in decisions)


def _framed(returns: pd.DataFrame, found: Found, decisions: Sequence[Decision], framework: Framework) -> pa.Table:
    hashes = returns["sha256"].tolist()
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for number, problem in found:
        by_file[hashes[number]].append(finding_of(problem))
    for findings in by_file.values():
        findings.sort(key=lambda f: (f.rule, f.sheet, f.cell, sorted(f.facts.items())))
    waived = ((sha256, waive(some, of_file(decisions, sha256))) for sha256, some in sorted(by_file.items()))
    return findings_table(waived)
