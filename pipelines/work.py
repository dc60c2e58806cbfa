"""The steps of a run, each a call into one room with the settings handed in; no rule of what is counted stands here."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from assets.checking.assets import CheckSummary
from assets.checking.check_file import CheckTask, check_files, fingerprint
from assets.checking.frames import to_frames
from assets.checking.history import history_findings
from assets.dashboards.assets import BuiltPages, BuiltRelease, ReleaseRefused
from assets.dashboards.publish import publish_pages
from assets.dashboards.release import ReleaseContent, freeze
from assets.dashboards.site import TABLES as PAGE_TABLES
from assets.dashboards.site import build_site
from assets.forms.layout import load_layouts
from assets.framework.loader import Edition, Framework
from assets.framework.vintage import Vintage, preview, release
from assets.intake.archive import Archive
from assets.intake.inbox import Arrivals, collect
from assets.warehouse.checked_store import CheckedStore
from assets.warehouse.columns import COLUMNS
from assets.warehouse.framework_tables import framework_frames
from assets.warehouse.manifest import table_hashes
from assets.warehouse.queries import load_queries, run_all
from assets.warehouse.store import Warehouse, frame_of
from pipelines.lock import hold_state_folder
from pipelines.settings import Settings

Say = Callable[[str], None]
Count = Callable[[int, int], None]


class Work:
    """The steps of a run over one state folder."""

    def __init__(self, settings: Settings, count: Count | None = None) -> None:
        """``count(done, of)`` is called after each workbook that was read."""
        self.settings = settings
        self._count = count or (lambda done, of: None)

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
        return Warehouse(settings.warehouse, settings.published_warehouse, settings.lock_seconds, self._hold)

    @cached_property
    def store(self) -> CheckedStore:
        """What was read from each file."""
        return CheckedStore(self.warehouse, self.framework)

    @cached_property
    def archive(self) -> Archive:
        """Every file ever received."""
        return Archive(self.settings.archive)

    def _hold(self) -> None:
        hold_state_folder(self.settings.home, self.settings.lock_seconds)

    def receive(self) -> Arrivals:
        """Move the inbox into the archive and store the log of receipts."""
        self._hold()
        self.settings.inbox.mkdir(parents=True, exist_ok=True)
        arrivals = collect(
            self.settings.inbox,
            self.archive,
            now=datetime.now(UTC),
            settle_seconds=self.settings.settle_seconds,
            limits=self.settings.limits,
            keep=self.settings.keep_inbox,
        )
        self.store.save({"received.receipts": self._receipts()})
        return arrivals

    def _receipts(self) -> pd.DataFrame:
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
        return pd.DataFrame(rows, columns=list(COLUMNS["received.receipts"]))

    def check(self, reread: bool = False, say: Say | None = None) -> CheckSummary:
        """Read and judge what is new in the archive, or all of it, and store the result."""
        say = say or (lambda text: None)
        mark = fingerprint(self.framework, load_layouts(), self.settings.limits)
        receipts = self._receipts().drop_duplicates("sha256")
        names = dict(zip(receipts["sha256"], receipts["file_name"], strict=True))
        known = frozenset() if reread else self.store.known(mark) & names.keys()
        tasks = [
            CheckTask(self.archive.path_of(sha256), file_name, sha256, self.settings.limits, self.settings.overlay)
            for sha256, file_name in names.items()
            if sha256 not in known
        ]
        say(f"{len(tasks)} of {len(names)} files are read now, the others are as they were.")
        files = check_files(
            tasks,
            workers=self.settings.worker_count,
            limits=self.settings.limits,
            progress=lambda done: self._count(done, len(tasks)),
        )
        self.store.replace(to_frames(files, mark), keep=known)
        return self._summary(len(tasks), len(known))

    def _summary(self, read: int, known: int) -> CheckSummary:
        frames = self.store.frames("checked.files")
        files = frames["checked.files"]
        with self.warehouse.writer() as connection:
            rows = {
                table.partition(".")[2]: connection.table(table).shape[0]
                for table in COLUMNS
                if table.startswith("checked.")
            }
        order = ["accepted", "accepted_with_warnings", "held", "refused"]
        counted = Counter(files["outcome"])
        return CheckSummary(
            read=read,
            known=known,
            outcomes={outcome: counted[outcome] for outcome in order},
            set_aside=self.set_aside(),
            rows=rows,
        )

    def set_aside(self) -> list[dict[str, str | int]]:
        """The files that are held or refused: file, what it is, outcome, why."""
        frames = self.store.frames("checked.files", "received.receipts")
        names = frames["received.receipts"].drop_duplicates("sha256").set_index("sha256")["file_name"]
        files = frames["checked.files"]
        wanted = files[files["outcome"].isin(["held", "refused"])]
        return [
            {
                "file": str(names.get(sha256, sha256)),
                "what it is": str(what_it_is),
                "outcome": str(outcome),
                "why": str(reason),
            }
            for sha256, what_it_is, outcome, reason in wanted.sort_values(["outcome", "what_it_is", "sha256"])[
                ["sha256", "what_it_is", "outcome", "reason"]
            ].itertuples(index=False, name=None)
        ]

    def check_history(self) -> Mapping[str, int]:
        """Compare each country's returns with its earlier ones; the findings by rule."""
        return self._compare_history(self.store, None)

    def _compare_history(self, store: CheckedStore, cut_off: date | None) -> Mapping[str, int]:
        frames = store.frames("checked.files", "checked.observations", "checked.entries", "received.receipts")
        receipts = frames["received.receipts"]
        if cut_off is not None:
            receipts = receipts[receipts["received_on"] <= cut_off.isoformat()]
        files, observations = frames["checked.files"], frames["checked.observations"]
        found = history_findings(files, observations, frames["checked.entries"], receipts, self.framework)
        store.save({"checked.history_findings": found})
        return dict(sorted(Counter(found["rule"]).items()))

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

    def build_pages(self, say: Say | None = None) -> BuiltPages:
        """Build the working group's pages aside, swap them in, and give readers a copy of the warehouse."""
        with self.warehouse.writer() as connection:
            tables = _page_tables(connection)
        published = publish_pages(
            self.settings.dashboards,
            self.settings.home / "working" / "sites",
            lambda folder: build_site(tables, self.framework, folder, progress=say),
        )
        self.warehouse.publish()
        report = published.report
        return BuiltPages(self.settings.dashboards / "index.html", report.pages, report.size, published.unchanged)

    def publish_release(self, month: str, approved_by: str, say: Say | None = None) -> BuiltRelease:
        """Freeze the release of ``month``; raises ReleaseRefused where its cut-off has not passed."""
        say = say or (lambda text: None)
        edition = self.framework.edition_of(month)
        if edition is None:
            raise ReleaseRefused(f"{month} belongs to no edition in editions.csv.")
        if self.settings.today(edition) <= edition.cut_off_on(month):
            raise ReleaseRefused(
                f"The release of {month} can be made once its cut-off, {edition.cut_off_on(month)}, has passed."
            )
        self.receive()
        self.check(say=say)
        with tempfile.TemporaryDirectory(dir=self._working(), prefix="release-") as folder:
            aside = Warehouse(Path(folder) / "warehouse.duckdb", Path(folder) / "unused.duckdb")
            shutil.copyfile(self.settings.warehouse, aside.path)
            frozen = freeze(
                self.settings.releases,
                edition.edition_id,
                month,
                lambda revision: self._content(aside, release(edition, month, revision), say),
                approved_by=approved_by,
                now=datetime.now(UTC),
            )
        return BuiltRelease(frozen.release_id, frozen.folder, frozen.is_new, frozen.digest, frozen.changes)

    def _content(self, aside: Warehouse, vintage: Vintage, say: Say) -> ReleaseContent:
        """Everything as it was known at the cut-off of ``vintage``, worked out in a warehouse of its own."""
        store = CheckedStore(aside, self.framework)
        store.save(framework_frames(self.framework, vintage))
        self._compare_history(store, vintage.cut_off)
        with aside.writer() as connection:
            rows = run_all(connection, load_queries(), say)
            wrong = {table: n for table, n in rows.items() if table.startswith("checks.") and n}
            if wrong:
                raise ReleaseRefused(f"Nothing is published: these checks found rows that are wrong: {wrong}.")
            tables = _page_tables(connection)
            figures = connection.execute(_FIGURES).fetchall()
            inputs = connection.execute(
                "select distinct sha256, file_name from core.receipts where not received_before"
            )
            return ReleaseContent(
                cut_off=vintage.cut_off.isoformat(),
                inputs=dict(inputs.fetchall()),
                tables={t: h for t, h in table_hashes(connection).items() if t.startswith(_FROZEN)},
                figures={(indicator, area, month): value for indicator, area, month, value in figures},
                draw=lambda folder: build_site(tables, self.framework, folder, progress=say),
            )

    def _working(self) -> Path:
        folder = self.settings.home / "working"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _page_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    return {table: frame_of(connection, f"select * from {table} order by all") for table in PAGE_TABLES}


# What arrived after the cut-off stands in received.* and checked.*: it is no part of a release.
_FROZEN = ("framework.", "core.", "outcomes.", "quality.")

# Every figure of a release that a later one can be compared with; _T are all countries, or all months.
_FIGURES = """
select indicator, ref_area, time_period, coalesce(cast(obs_value as varchar), '') from outcomes.indicator_country_month
union all
select indicator, '_T', time_period, coalesce(cast(obs_value as varchar), '') from outcomes.indicator_month
union all
select indicator, '_T', '_T', coalesce(cast(obs_value as varchar), '') from outcomes.indicator_to_date
"""
