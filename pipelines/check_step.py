"""The step that reads new files and checks each by itself; returns are compared with each other in sql/history."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from typing import get_args

import pandas as pd

from assets.checking.assets import CheckSummary
from assets.checking.check_file import CheckTask, fingerprint
from assets.checking.decisions import Correction, Decision, Waiver, digest_of, load_decisions, of_file
from assets.checking.findings import FileStatus
from assets.checking.frames import check_in_batches
from assets.forms.asked import AskedCell, asked_cells
from assets.intake.pool import WorkerPool
from assets.warehouse.store import lookup
from assets.warehouse.tables import MODELS, column_names
from pipelines.run_steps import Log, RunSteps

# getrusage gives kibibytes on Linux and bytes on macOS.
_UNIT = 1 if sys.platform == "darwin" else 1024
_MIB = 1024 * 1024


class CheckStep:
    """Reads what is new in the archive and checks everything."""

    def __init__(self, steps: RunSteps) -> None:
        self._steps = steps

    def check(self, reread: bool = False, log: Log | None = None) -> CheckSummary:
        """Read and check what is new or was decided on, or all of it; store what it gave."""
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
        steps.store.save({"received.decisions": decisions_frame(decisions), "checked.asked": asked})
        return self._summary(len(tasks), len(known), cost)

    def _names(self) -> dict[str, str]:
        receipts = self._steps.receipts().drop_duplicates("sha256")
        return dict(zip(receipts["sha256"], receipts["file_name"], strict=True))

    def _wanted(self, names: Mapping[str, str], decisions: tuple[Decision, ...]) -> dict[str, str]:
        """The fingerprint each file should have been read with."""
        steps = self._steps
        base = fingerprint(steps.framework, steps.layouts, steps.settings.limits)
        about = [decision for decision in decisions if isinstance(decision, (Waiver, Correction))]
        return {sha256: base + digest_of(of_file(about, sha256)) for sha256 in names}

    def _summary(self, read: int, known: int, cost: str) -> CheckSummary:
        with self._steps.warehouse.connection() as connection:
            counted = dict(lookup(connection, "files_by_status").itertuples(index=False, name=None))
            rows = {
                table: connection.table(table).shape[0]
                for table in MODELS
                if table.startswith("checked.") or table == "received.decisions"
            }
        outcomes = {status: int(counted.get(status, 0)) for status in get_args(FileStatus)}
        return CheckSummary(known=known, outcomes=outcomes, read=read, rows=rows, cost=cost)


def decisions_frame(decisions: Sequence[Decision]) -> pd.DataFrame:
    """Officers' decisions as the table received.decisions."""
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
