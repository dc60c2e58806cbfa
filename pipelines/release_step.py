"""The step that freezes a release: everything as it was known at the cut-off, worked out beside the working state."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from assets.checking.rules.declared import worded
from assets.dashboards.assets import BuiltRelease, ReleaseRefused
from assets.dashboards.release import MANIFEST, ReleaseContent, freeze
from assets.framework.loader import Edition, cached_framework
from assets.framework.vintage import Vintage, closing_release, release
from assets.intake.problems import Problem
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.manifest import table_hashes
from assets.warehouse.queries import load_lookup, load_queries
from assets.warehouse.runner import run_all, set_threads
from assets.warehouse.store import Warehouse, frame_of
from assets.warehouse.tables import MODELS, columns_of
from pipelines.check_step import CheckStep
from pipelines.release_keys import ReleaseKey, UnknownRelease, parse_key
from pipelines.run_steps import Log, RunSteps

# What arrived after the cut-off stands in received.* and checked.*: it is no part of a release.
_FROZEN = ("framework.", "core.", "outcomes.", "quality.")


def altered_text(problems: Sequence[Problem]) -> str:
    """What stands no longer in the archive as it was received, a line a file, and what to do."""
    # Files and hashes are named, nothing of the tables: those that come with the product will do.
    findings = [worded(problem, cached_framework()) for problem in problems]
    lines = [f"{found.message} {found.action}" for found in findings]
    return "\n".join([f"Archived files that are not as they were received: {len(problems)}.", *lines])


class ReleaseStep:
    """Freezes releases."""

    def __init__(self, steps: RunSteps, check_step: CheckStep) -> None:
        self._steps = steps
        self._check = check_step

    def publish(self, key: str, approved_by: str, log: Log | None = None) -> BuiltRelease:
        """Freeze the release that ``key`` names; raises ReleaseRefused where its time has not come."""
        log = log or (lambda text: None)
        try:
            wanted = parse_key(self._steps.framework, key)
        except UnknownRelease as error:
            raise ReleaseRefused(str(error)) from error
        cut_off = self._cut_off(wanted)
        if altered := self._steps.archive.verify():
            raise ReleaseRefused(f"Nothing is published. {altered_text(altered)}")
        self._steps.receive()
        self._check.check(log=log)
        with tempfile.TemporaryDirectory(dir=self._steps.working(), prefix="release-") as folder:
            aside = Warehouse(Path(folder) / "warehouse.duckdb", Path(folder) / "unused.duckdb")
            self._steps.warehouse.copy_to(aside.path)
            frozen = freeze(
                self._steps.settings.releases,
                wanted.edition.edition_id,
                wanted.part,
                lambda revision: self._content(aside, _vintage(wanted, cut_off, revision), log),
                approved_by=approved_by,
                now=datetime.now(UTC),
            )
        return BuiltRelease(frozen.release_id, frozen.folder, frozen.is_new, frozen.digest, frozen.changes)

    def _cut_off(self, wanted: ReleaseKey) -> date:
        """The last day whose arrivals enter; raises ReleaseRefused where its time has not come."""
        edition, today = wanted.edition, self._steps.settings.today(wanted.edition)
        month = wanted.part if wanted.is_month else edition.months[-1]
        cut_off = edition.cut_off_on(month)
        if today <= cut_off:
            what = month if wanted.is_month else wanted.key
            raise ReleaseRefused(f"The release of {what} can be made once its cut-off, {cut_off}, has passed.")
        if wanted.is_month:
            return cut_off
        if (before := wanted.comes_after) and self._last_cut_off(edition, before) is None:
            raise ReleaseRefused(f"{wanted.key} comes after {edition.edition_id}-{before}, which was not released yet.")
        # Made once, it is as of that day for ever: what comes later is a late release, not another closing.
        return self._last_cut_off(edition, wanted.part) or today

    def _last_cut_off(self, edition: Edition, part: str) -> date | None:
        """The cut-off that the latest revision of a release says, or None where there is none."""
        shelf = self._steps.settings.releases / edition.edition_id / part
        made = sorted(shelf.glob(f"r*/{MANIFEST}"), key=lambda path: int(path.parent.name[1:]))
        return date.fromisoformat(json.loads(made[-1].read_bytes())["cut_off"]) if made else None

    def _content(self, aside: Warehouse, vintage: Vintage, log: Log) -> ReleaseContent:
        """Everything as it was known at the cut-off of ``vintage``, worked out in a warehouse of its own."""
        from assets.dashboards.site import build_site  # jinja is loaded where pages are drawn

        store = CheckedStore(aside, self._steps.framework)
        store.save(framework_frames(self._steps.framework, vintage))
        with aside.connection() as connection:
            set_threads(connection)
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
                code=_code(),
                draw=lambda folder: build_site(tables, self._steps.framework, folder, progress=log),
            )


def _vintage(wanted: ReleaseKey, cut_off: date, revision: int) -> Vintage:
    if wanted.is_month:
        return release(wanted.edition, wanted.part, revision)
    return closing_release(wanted.edition, wanted.part, cut_off, revision)


def _code() -> str:
    """A hash of what makes the tables of a release: the queries, and the columns of the tables they start from."""
    declared = [(table, columns_of(table)) for table in sorted(MODELS)]
    said = repr([declared, [(query.table, query.text) for query in load_queries()]])
    return hashlib.sha256(said.encode()).hexdigest()
