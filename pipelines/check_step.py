"""The step that reads and checks: new files by themselves, then all returns against each other."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pandas as pd

from assets.checking.assets import CheckSummary
from assets.checking.between_returns.findings import history_findings
from assets.checking.check_file import CheckTask, fingerprint
from assets.checking.decisions import Correction, Decision, Waiver, digest_of, load_decisions, of_file
from assets.checking.frames import check_in_batches
from assets.forms.asked import AskedCell, asked_cells
from assets.intake.pool import WorkerPool
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.queries import load_queries
from assets.warehouse.store import frame_of
from assets.warehouse.tables import MODELS, column_names
from pipelines.run_steps import Log, RunSteps

_RETURN = ("edition_id", "ref_area", "time_period")
_OUTCOMES = ("accepted", "accepted_with_warnings", "held", "refused", "withdrawn")
Row = dict[str, str | int]
# getrusage gives kibibytes on Linux and bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024
_MIB = 1024 * 1024


class CheckStep:
    """Reads what is new in the archive and checks everything."""

    def __init__(self, steps: RunSteps) -> None:
        self._steps = steps

    def check(self, reread: bool = False, log: Log | None = None) -> CheckSummary:
        """Read and check what is new or was decided on, or all of it; then compare the returns; store both."""
        log = log or (lambda text: None)
        steps = self._steps
        decisions = load_decisions(steps.settings.decisions)
        names = self._names()
        wanted = self._wanted(names, decisions)
        read = {} if reread else steps.store.fingerprints()
        known = frozenset(sha256 for sha256, mark in wanted.items() if read.get(sha256) == mark)
        tasks = [
            CheckTask(
                steps.archive.path_of(sha256),
                file_name,
                sha256,
                steps.settings.limits,
                steps.settings.overlay,
                steps.settings.layouts,
                of_file(decisions, sha256),
                wanted[sha256],
            )
            for sha256, file_name in names.items()
            if sha256 not in known
        ]
        log(f"{len(tasks)} of {len(names)} files are read now, the others are as they were.")
        meter = Meter(steps.workers)
        batches = check_in_batches(
            tasks,
            steps.workers,
            progress=lambda done: steps.count(done, len(tasks)),
        )
        with steps.store.replacing(keep=known) as store:
            for batch in batches:
                store.append(batch)
        cost = meter.line()
        log(f"{len(tasks)} files read and judged in {cost}.")
        asked = pd.DataFrame(asked_cells(steps.layouts, steps.framework), columns=list(AskedCell._fields))
        steps.store.save({"received.decisions": _decisions_frame(decisions), "checked.asked": asked})
        self.compare(steps.store)
        return self._summary({task.sha256 for task in tasks}, len(known), cost)

    def compare(self, store: CheckedStore, cut_off: date | None = None) -> None:
        """Compare each return with those that counted when it came, as far as received by ``cut_off``."""
        decisions = load_decisions(self._steps.settings.decisions)
        frames = store.frames("checked.files", "checked.observations", "checked.entries", "received.receipts")
        receipts = frames["received.receipts"]
        if cut_off is not None:
            receipts = receipts[receipts["received_on"] <= cut_off.isoformat()]
        found = history_findings(
            frames["checked.files"],
            frames["checked.observations"],
            frames["checked.entries"],
            receipts,
            self._steps.framework,
            decisions,
        )
        store.save({"checked.history_findings": found})

    def not_counted(self) -> list[Row]:
        """The files of which nothing counts: file, what it is, outcome, why.

        Not those of which a later version was accepted: there is nothing left to do about them.
        """
        outcomes = self._outcomes()
        aside = outcomes["outcome"].isin(["held", "refused", "withdrawn"])
        of_return = outcomes[outcomes["edition_id"].fillna("").ne("")]
        latest = (
            of_return[~aside[of_return.index]].groupby(list(_RETURN))["arrived"].max().rename("latest").reset_index()
        )
        overtaken = of_return.merge(latest, on=list(_RETURN)).query("latest > arrived")["sha256"]
        return _rows(outcomes[aside & ~outcomes["sha256"].isin(overtaken)], why=True)

    def _names(self) -> dict[str, str]:
        receipts = self._steps.receipts().drop_duplicates("sha256")
        return dict(zip(receipts["sha256"], receipts["file_name"], strict=True))

    def _wanted(self, names: Mapping[str, str], decisions: tuple[Decision, ...]) -> dict[str, str]:
        """The fingerprint each file should have been read with."""
        steps = self._steps
        base = fingerprint(steps.framework, steps.layouts, steps.settings.limits)
        about = [decision for decision in decisions if isinstance(decision, (Waiver, Correction))]
        return {sha256: base + digest_of(of_file(about, sha256)) for sha256 in names}

    def _outcomes(self) -> pd.DataFrame:
        """Every file with its outcome, also after comparing it with others."""
        query = next(query for query in load_queries() if query.table == "core.file_outcomes")
        with self._steps.warehouse.connection() as connection:
            connection.register("outcome_of", connection.sql(query.text).to_arrow_table())
            found = frame_of(
                connection,
                "select f.sha256, f.what_it_is, f.reason, f.edition_id, f.ref_area, f.time_period, o.outcome, "
                "(select min(r.sequence) from received.receipts as r where r.sha256 = f.sha256) as arrived "
                "from checked.files as f inner join outcome_of as o on f.sha256 = o.sha256",
            )
            connection.unregister("outcome_of")
        return found.assign(file_name=found["sha256"].map(self._names()))

    def _summary(self, read: set[str], known: int, cost: str) -> CheckSummary:
        outcomes = self._outcomes()
        with self._steps.warehouse.connection() as connection:
            rows = {
                table: connection.table(table).shape[0]
                for table in MODELS
                if table.startswith("checked.") or table == "received.decisions"
            }
        counted = Counter(outcomes["outcome"])
        return CheckSummary(
            known=known,
            outcomes={outcome: counted[outcome] for outcome in _OUTCOMES},
            read=_rows(outcomes[outcomes["sha256"].isin(read)]),
            not_counted=self.not_counted(),
            rows=rows,
            cost=cost,
        )


def _rows(outcomes: pd.DataFrame, *, why: bool = False) -> list[Row]:
    columns = ["file_name", "what_it_is", "outcome", *(["reason"] if why else [])]
    heads = ["file", "what it is", "outcome", "why"]
    shown = outcomes.sort_values(["outcome", "what_it_is", "file_name", "sha256"])[columns]
    return [dict(zip(heads, map(str, row), strict=False)) for row in shown.itertuples(index=False, name=None)]


def _decisions_frame(decisions: tuple[Decision, ...]) -> pd.DataFrame:
    rows = [
        {"rule": "", "sheet": "", "cell": "", "expected": "", "corrected": "", "superseded_by": ""}
        | decision.model_dump(exclude={"date"})
        | {"decided_on": decision.date}
        for decision in decisions
    ]
    return pd.DataFrame(rows, columns=column_names("received.decisions"))


class Meter:
    """Measures from its making on what this process and a pool of reading processes use."""

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._began = time.monotonic()
        self._used = self._processor_seconds()

    def line(self) -> str:
        """Seconds by the clock, seconds of processor time here and in the pool, and the most memory.

        The memory is the most that this process, and any one process of the pool, ever held.
        """
        seconds, used = time.monotonic() - self._began, self._processor_seconds() - self._used
        here = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / _MIB)
        return (
            f"{seconds:.1f} s, {used:.1f} s of processor time; at most {here} MiB of memory here, "
            f"{round(self._pool.peak_memory_bytes / _MIB)} MiB in a reading process"
        )

    def _processor_seconds(self) -> float:
        return time.process_time() + self._pool.processor_seconds
