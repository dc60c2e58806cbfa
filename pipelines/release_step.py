"""The step that freezes a release: everything as it was known at the cut-off, worked out beside the working state."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assets.checking.rules.declared import worded
from assets.dashboards.assets import BuiltRelease, ReleaseRefused
from assets.dashboards.release import ReleaseContent, freeze
from assets.framework.loader import kept_framework
from assets.framework.vintage import Vintage, release
from assets.intake.problems import Problem
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.manifest import table_hashes
from assets.warehouse.queries import load_lookup, load_queries, run_all
from assets.warehouse.store import Warehouse, frame_of
from pipelines.check_step import CheckStep
from pipelines.run_steps import Log, RunSteps

# What arrived after the cut-off stands in received.* and checked.*: it is no part of a release.
_FROZEN = ("framework.", "core.", "outcomes.", "quality.")


def altered_text(problems: Sequence[Problem]) -> str:
    """What stands no longer in the archive as it was received, a line a file, and what to do."""
    # Files and hashes are named, nothing of the tables: those that come with the product will do.
    findings = [worded(problem, kept_framework()) for problem in problems]
    lines = [f"{found.message} {found.action}" for found in findings]
    return "\n".join([f"Archived files that are not as they were received: {len(problems)}.", *lines])


class ReleaseStep:
    """Freezes releases."""

    def __init__(self, steps: RunSteps, check_step: CheckStep) -> None:
        self._steps = steps
        self._check = check_step

    def publish(self, month: str, approved_by: str, log: Log | None = None) -> BuiltRelease:
        """Freeze the release of ``month``; raises ReleaseRefused where its cut-off has not passed."""
        log = log or (lambda text: None)
        edition = self._steps.framework.edition_of(month)
        if edition is None:
            raise ReleaseRefused(f"{month} belongs to no edition in editions.csv.")
        if self._steps.settings.today(edition) <= edition.cut_off_on(month):
            raise ReleaseRefused(
                f"The release of {month} can be made once its cut-off, {edition.cut_off_on(month)}, has passed."
            )
        if altered := self._steps.archive.verify():
            raise ReleaseRefused(f"Nothing is published. {altered_text(altered)}")
        self._steps.receive()
        self._check.check(log=log)
        with tempfile.TemporaryDirectory(dir=self._steps.working(), prefix="release-") as folder:
            aside = Warehouse(Path(folder) / "warehouse.duckdb", Path(folder) / "unused.duckdb")
            self._steps.warehouse.copy_to(aside.path)
            frozen = freeze(
                self._steps.settings.releases,
                edition.edition_id,
                month,
                lambda revision: self._content(aside, release(edition, month, revision), log),
                approved_by=approved_by,
                now=datetime.now(UTC),
            )
        return BuiltRelease(frozen.release_id, frozen.folder, frozen.is_new, frozen.digest, frozen.changes)

    def _content(self, aside: Warehouse, vintage: Vintage, log: Log) -> ReleaseContent:
        """Everything as it was known at the cut-off of ``vintage``, worked out in a warehouse of its own."""
        from assets.dashboards.site import build_site  # plotly and jinja are loaded where pages are drawn

        store = CheckedStore(aside, self._steps.framework)
        store.save(framework_frames(self._steps.framework, vintage))
        self._check.compare(store, cut_off=vintage.cut_off)
        with aside.connection() as connection:
            rows = run_all(connection, load_queries(), log)
            for table in (table for table, n in rows.items() if table.startswith("checks.") and n):
                first = frame_of(connection, f"select * from {table} limit 5").to_dict("records")
                raise ReleaseRefused(f"Nothing is published: {table} found rows that are wrong: {first}")
            tables = self._steps.page_tables(connection)
            figures = connection.execute(load_lookup("release_figures").text).fetchall()
            inputs = connection.execute(load_lookup("release_files").text)
            return ReleaseContent(
                cut_off=vintage.cut_off.isoformat(),
                inputs=dict(inputs.fetchall()),
                tables={t: h for t, h in table_hashes(connection).items() if t.startswith(_FROZEN)},
                figures={(indicator, area, month): value for indicator, area, month, value in figures},
                draw=lambda folder: build_site(tables, self._steps.framework, folder, progress=log),
            )
