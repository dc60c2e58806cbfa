"""The steps of a run, each a call into one room with the settings handed in; no rule of what is counted stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from assets.dashboards.assets import BuiltPages
from assets.dashboards.publish import publish_pages
from assets.dashboards.site_data import TABLES as PAGE_TABLES
from assets.framework.loader import Edition, Framework
from assets.framework.vintage import Vintage, preview
from assets.intake.archive import Archive
from assets.intake.inbox import Arrivals, collect
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.store import Warehouse, frame_of
from assets.warehouse.tables import column_names
from pipelines.settings import Settings
from pipelines.state_folder import hold_state_folder

Log = Callable[[str], None]
Count = Callable[[int, int], None]


class RunSteps:
    """The steps of a run over one state folder."""

    def __init__(self, settings: Settings, count: Count | None = None) -> None:
        """``count(done, of)`` is called after each workbook that was read."""
        self.settings = settings
        self.count = count or (lambda done, of: None)

    @cached_property
    def framework(self) -> Framework:
        """The framework tables in force."""
        return self.settings.framework()

    @cached_property
    def edition(self) -> Edition:
        """The edition that is worked on."""
        return self.settings.current_edition(self.framework)

    @cached_property
    def warehouse(self) -> Warehouse:
        """The warehouse of the state folder."""
        settings = self.settings
        return Warehouse(settings.warehouse, settings.published_warehouse, settings.lock_seconds, self.hold)

    @cached_property
    def store(self) -> CheckedStore:
        """What was read from each file."""
        return CheckedStore(self.warehouse, self.framework)

    @cached_property
    def archive(self) -> Archive:
        """Every file ever received."""
        return Archive(self.settings.archive)

    def hold(self) -> None:
        """Take the state folder for this process; raises StateFolderBusy."""
        hold_state_folder(self.settings.home, self.settings.lock_seconds)

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
                "received_at": receipt.received_at.astimezone(UTC).isoformat(timespec="seconds"),
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
        """Build the working group's pages aside, swap them in, and give readers a copy of the warehouse."""
        from assets.dashboards.site import build_site  # plotly and jinja are loaded where pages are drawn

        with self.warehouse.connection() as connection:
            tables = self.page_tables(connection)
        published = publish_pages(
            self.settings.dashboards,
            self.settings.home / "working" / "sites",
            lambda folder: build_site(tables, self.framework, folder, progress=log),
        )
        self.warehouse.publish()
        report = published.report
        return BuiltPages(self.settings.dashboards / "index.html", report.pages, report.size, published.unchanged)

    def page_tables(self, connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
        """The tables that the pages are made of."""
        return {table: frame_of(connection, f"select * from {table} order by all") for table in PAGE_TABLES}

    def working(self) -> Path:
        """The folder of what can be deleted and is made anew."""
        folder = self.settings.home / "working"
        folder.mkdir(parents=True, exist_ok=True)
        return folder
