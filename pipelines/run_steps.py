"""The steps of a run, each a call into one room with the settings handed in; no rule of what is counted is here."""

# Dagster reads the annotations of a resource as they are: no `from __future__ import annotations` here.

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import dagster as dg
import duckdb
import pandas as pd
import pyarrow as pa
from pydantic import PrivateAttr

from assets.dashboards.assets import BuiltPages
from assets.dashboards.publish import EarlierBuild, pages_digest, publish_pages
from assets.dashboards.site_data import TABLES as PAGE_TABLES
from assets.forms.layout.layout import Layout, check_codes, layout_files, load_layouts
from assets.framework.loader import Edition, Framework
from assets.framework.vintage import Vintage, preview
from assets.intake.archive import Archive
from assets.intake.inbox import Arrivals, collect
from assets.intake.pool import WorkerPool
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.runner import QueryRunner
from assets.warehouse.store import Warehouse, arrow_of
from assets.warehouse.tables import column_names
from assets.warehouse.versions import versions_of
from pipelines.release_keys import add_release_keys
from pipelines.resources import ArchiveResource, SettingsResource, WarehouseResource
from pipelines.settings import Settings
from pipelines.state_folder import hold_state_folder

if TYPE_CHECKING:
    from assets.checking.assets import AnswersWritten, CheckSummary
    from assets.dashboards.assets import BuiltRelease

Log = Callable[[str], None]
Count = Callable[[int, int], None]


# Hears of each workbook that was read: so many done, of so many.
_count: ContextVar[Count | None] = ContextVar("count", default=None)


@contextmanager
def counting(count: Count) -> Iterator[None]:
    """Within the block ``count(done, of)`` is called after each workbook that was read."""
    token = _count.set(count)
    try:
        yield
    finally:
        _count.reset(token)


class RunSteps(dg.ConfigurableResource["RunSteps"]):
    """The steps of a run over one state folder: the resource ``steps``, which the assets call."""

    of_settings: dg.ResourceDependency[SettingsResource]
    of_archive: dg.ResourceDependency[ArchiveResource]
    of_warehouse: dg.ResourceDependency[WarehouseResource]
    _instance: dg.DagsterInstance | None = PrivateAttr(default=None)

    @cached_property
    def workers(self) -> WorkerPool:
        """The processes that open received files, kept for all steps of the run."""
        return WorkerPool.limited(self.settings.worker_count, self.settings.limits)

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """End the processes that were started."""
        if "workers" in self.__dict__:
            self.workers.close()

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Know Dagster's instance, for the keys of releases."""
        self._instance = context.instance

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.of_settings.settings

    @property
    def framework(self) -> Framework:
        """The framework tables in force."""
        return self.of_settings.framework

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts shipped and those of the state folder. Raises LayoutError for one that cannot be used."""
        layouts = load_layouts(self.settings.layouts)
        for layout in layouts:
            if (self.settings.layouts / layout.file).is_file():
                check_codes(layout, self.framework)
        return layouts

    @cached_property
    def edition(self) -> Edition:
        """The edition that is worked on."""
        return self.settings.current_edition(self.framework)

    @cached_property
    def archive(self) -> Archive:
        """Every file ever received."""
        return self.of_archive.archive

    @cached_property
    def warehouse(self) -> Warehouse:
        """The tables."""
        return self.of_warehouse.warehouse

    @cached_property
    def store(self) -> CheckedStore:
        """What was read from each file."""
        return CheckedStore(self.warehouse, self.framework)

    def hold(self) -> None:
        """Take the state folder for this process; raises StateFolderBusy."""
        hold_state_folder(self.settings.home, self.settings.lock_seconds)

    def count(self, done: int, of: int) -> None:
        """Tell whoever listens how many workbooks of how many are read."""
        if (listener := _count.get()) is not None:
            listener(done, of)

    def check(self, reread: bool, log: Log) -> "CheckSummary":
        """Read and check what is new in the archive, or all of it."""
        from pipelines.check_step import CheckStep

        return CheckStep(self).check(reread, log)

    def not_counted(self) -> list[dict[str, str | int]]:
        """The files of which nothing counts: file, what it is, outcome, why."""
        heads = ("file", "what it is", "outcome", "why")
        rows = self.warehouse.lookup("not_counted").itertuples(index=False, name=None)
        return [dict(zip(heads, map(str, row), strict=True)) for row in rows]

    def write_answers(self, log: Log) -> "AnswersWritten":
        """Write the answers that are new or would read differently now."""
        from pipelines.answer_step import AnswerStep

        return AnswerStep(self).write(log)

    def publish_release(self, key: str, approved_by: str, log: Log) -> "BuiltRelease":
        """Freeze the release of one partition."""
        from pipelines.check_step import CheckStep
        from pipelines.release_step import ReleaseStep

        return ReleaseStep(self, CheckStep(self)).publish(key, approved_by, log)

    def source_versions(self) -> dict[str, str]:
        """The hash of what people wrote and the product reads, by kind."""
        inbox = sorted(path for path in self.settings.inbox.rglob("*") if path.is_file())
        seen = [(path.relative_to(self.settings.inbox).as_posix(), path.stat().st_size) for path in inbox]
        return {
            "inbox": _hash(repr(seen).encode()),
            "decisions": _hash_of_files(self.settings.decisions.glob("*.toml")),
            "layouts": _hash_of_files(layout_files(self.settings.layouts)),
            "framework_files": self.framework.digest[:16],
            "settings": _hash(self.settings.model_dump_json().encode()),
        }

    def altered_files(self) -> str:
        """What is no longer in the archive as it was received, a line a file; empty where all is."""
        from pipelines.release_step import altered_text

        problems = self.archive.verify()
        return altered_text(problems) if problems else ""

    def receive(self) -> Arrivals:
        """Move the inbox into the archive and store the log of receipts."""
        self.hold()
        self.settings.inbox.mkdir(parents=True, exist_ok=True)
        arrivals = collect(
            self.settings.inbox,
            self.archive,
            now=datetime.now(UTC),
            settle_seconds=self.settings.settle_seconds,
            limits=self.settings.limits,
            keep=self.settings.keep_inbox,
        )
        self.store.save({"received.receipts": self.receipts()})
        return arrivals

    def receipts(self) -> pd.DataFrame:
        """The log of receipts as the table received.receipts, numbered in the order of arrival."""
        zone = ZoneInfo(self.edition.time_zone)
        rows = [
            {
                "sequence": number,
                "sha256": receipt.sha256,
                "file_name": receipt.file_name,
                "size": receipt.size,
                "received_at": receipt.received_at.astimezone(UTC).replace(microsecond=0),
                "received_on": receipt.received_at.astimezone(zone).date(),
                "declared": receipt.declared,
            }
            for number, receipt in enumerate(
                sorted(self.archive.receipts(), key=lambda r: (r.received_at, r.sha256, r.file_name)), start=1
            )
        ]
        return pd.DataFrame(rows, columns=column_names("received.receipts"))

    def store_framework(self) -> Mapping[str, int]:
        """Store the framework tables but the vintage; the rows of each."""
        frames = framework_frames(self.framework, self._preview())
        del frames["framework.vintage"]
        self.store.save(frames)
        if self._instance is not None:
            # A new edition in editions.csv can be released from now on, without a restart.
            add_release_keys(self._instance, self.framework, self.settings.releases)
        return {table: len(frame) for table, frame in frames.items()}

    def store_vintage(self) -> str:
        """Store what this build is of; its release id."""
        vintage = self._preview()
        self.store.save({"framework.vintage": framework_frames(self.framework, vintage)["framework.vintage"]})
        return vintage.release_id

    def _preview(self) -> Vintage:
        zone = ZoneInfo(self.edition.time_zone)
        arrivals = [receipt.received_at.astimezone(zone).date() for receipt in self.archive.receipts()]
        return preview(self.edition, self.settings.today(self.edition), max(arrivals, default=None))

    def build_pages(self, log: Log | None = None) -> BuiltPages:
        """Build the working group's pages aside and swap them in, unless they were made of the same."""

        def build(folder: Path, earlier: EarlierBuild | None) -> Mapping[str, str]:
            from assets.dashboards.site import build_site  # jinja is loaded where pages are drawn

            with self.warehouse.connection() as connection:
                tables = self.page_tables(connection)
            return build_site(tables, self.framework, folder, log, earlier).made_of

        with self.warehouse.connection() as connection:
            inputs = pages_digest(versions_of(connection, PAGE_TABLES), self.framework.digest)
        published = publish_pages(self.settings.dashboards, self.settings.sites, build, inputs)
        index = self.settings.dashboards / "index.html"
        return BuiltPages(index, published.pages, published.size, published.unchanged)

    def publish_warehouse(self) -> Path:
        """Give readers a copy of the tables; where it is."""
        with self.warehouse.connection() as connection:
            self.warehouse.publish(QueryRunner(connection).state())
        return self.settings.published_warehouse

    def page_tables(self, connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
        """The tables that the pages are made of."""
        return {table: arrow_of(connection, f"select * from {table} order by all") for table in PAGE_TABLES}

    def working(self) -> Path:
        """The folder of what can be deleted and is made anew."""
        self.settings.working.mkdir(parents=True, exist_ok=True)
        return self.settings.working


def resources(home: Path | None = None) -> dict[str, Any]:
    """All resources by the key that assets ask for; of the state folder ``home``, else of the one in force."""
    settings = SettingsResource(home=str(home) if home else "")
    archive, warehouse = ArchiveResource(settings=settings), WarehouseResource(settings=settings)
    steps = RunSteps(of_settings=settings, of_archive=archive, of_warehouse=warehouse)
    return {"settings": settings, "archive": archive, "warehouse": warehouse, "steps": steps}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _hash_of_files(paths: Iterable[Path]) -> str:
    return _hash(b"".join(_hash(path.name.encode()).encode() + path.read_bytes() for path in sorted(paths)))
