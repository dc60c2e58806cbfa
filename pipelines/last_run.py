"""The last refresh that went well, and whether another one would find anything new.

A refresh is a function of its inputs: what was received, what officers decided, layouts, tables, settings, earlier
releases, the code, the day. Where all of them are as they were when the last refresh began, and what it published is in
its place, there is nothing to do, and nothing of Dagster, DuckDB or pandas is imported to find that out.

The record of it stands in the working state. Whoever opens the tables to write removes it first (``forget``), so that a
run that fails or is killed leaves none, and it is written again only at the end of a run that succeeded wholly.
In doubt a refresh is made: what cannot be read, or was never recorded, counts as changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.dashboards.publish import is_published
from assets.framework.loader import Framework
from assets.intake.archive import Archive
from assets.intake.inbox import is_empty
from pipelines.settings import PROJECT, Settings
from pipelines.state_folder import StateFolderBusy, hold_state_folder, release_state_folder
from pipelines.status import Status

# What a run is made by, below the project's folder: all files of these folders, and these files.
_CODE = ("assets", "pipelines", "sql", "dagster.yaml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class LastRun:
    """A refresh that succeeded wholly: when it ended, and what `jpa status` says since."""

    ended_at: datetime
    status: Status


def read_inputs(settings: Settings, framework: Framework) -> dict[str, str]:
    """Each thing that a refresh depends on, by its name, as a hash; but for the inbox, which is empty or is not.

    Of archived files and releases, sizes and times are read, of everything else the content. Raises OSError where
    something cannot be read, FrameworkError where there is no such edition.
    """
    edition = settings.current_edition(framework)
    return {
        **_read_received(settings),
        "decisions": _hash(_contents(settings.decisions)),
        "layouts": _hash(_contents(settings.layouts)),
        "framework tables": _hash(_contents(settings.overlay)),
        "settings": settings.model_dump_json(),
        "releases": _hash(_states([*settings.releases.glob("*/*"), *settings.releases.glob("*/*/*/manifest.json")])),
        "code": _hash(part for name in _CODE for part in _contents(PROJECT / name)),
        "libraries": _hash(part.encode() for part in [sys.version, *_distributions()]),
        "day": f"{settings.today(edition)} in {edition.edition_id}",
    }


def find_unchanged(settings: Settings, framework: Framework) -> LastRun | None:
    """The last run, where a refresh now would find nothing new; None where one has to be made.

    The state folder is held meanwhile: what another run is about to change is not compared.
    """
    if not _record_of(settings).is_file():
        return None
    try:
        hold_state_folder(settings.home, wait_seconds=0)
    except StateFolderBusy:
        return None
    try:
        record = _read_record(settings)
        if record is None or not is_empty(settings.inbox) or not settings.dagster_home.is_dir():
            return None
        if record["inputs"] != read_inputs(settings, framework) or record["published"] != _read_published(settings):
            return None
        if not is_published(settings.dashboards, settings.sites):
            return None
        return LastRun(datetime.fromisoformat(record["ended_at"]), Status.from_json(record["status"]))
    except OSError:
        # Something went away, or may not be read: a run says what it is.
        return None
    finally:
        release_state_folder(settings.home)


def record(settings: Settings, inputs: Mapping[str, str], status: Status) -> None:
    """Record that a run succeeded wholly; whoever calls it holds the state folder.

    ``inputs`` were read before the run began. What it received itself is read now.
    """
    content = {
        "ended_at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "inputs": {**inputs, **_read_received(settings)},
        "published": _read_published(settings),
        "status": status.to_json(),
    }
    path = _record_of(settings)
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(path)


def forget(settings: Settings) -> None:
    """Remove the record: what follows changes what it speaks of."""
    _record_of(settings).unlink(missing_ok=True)


def _record_of(settings: Settings) -> Path:
    return settings.working / "last_run.json"


def _read_record(settings: Settings) -> Mapping[str, Any] | None:
    """The record; None where it is cut off or from another version."""
    try:
        found = json.loads(_record_of(settings).read_text(encoding="utf-8"))
    except ValueError:
        return None
    keys = {"ended_at", "inputs", "published", "status"}
    return found if isinstance(found, dict) and keys == found.keys() else None


def _read_received(settings: Settings) -> dict[str, str]:
    """What was ever received: the content of the log, and which files are in the archive, of which sizes and times."""
    log = Archive(settings.archive).log
    folders = settings.archive.glob("[0-9a-f][0-9a-f]")
    return {
        "log of receipts": _hash([log.read_bytes()] if log.is_file() else []),
        "archived files": _hash(_states(path for folder in folders for path in folder.iterdir())),
    }


def _read_published(settings: Settings) -> dict[str, str]:
    """What a run leaves behind, but for the pages, of which there is a record of their own."""
    answers = os.listdir(settings.answers) if settings.answers.is_dir() else []
    return {
        "tables": _hash(_states(path for path in (settings.warehouse, settings.published_warehouse) if path.exists())),
        "answers": _hash(name.encode("utf-8", "surrogateescape") for name in sorted(answers)),
    }


def _contents(root: Path) -> Iterator[bytes]:
    """Name and content of the file ``root``, or of every file below that folder, in the order of their names."""
    if root.is_file():
        yield from (root.name.encode(), root.read_bytes())
        return
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = Path(folder, name)
            yield from (str(path.relative_to(root)).encode("utf-8", "surrogateescape"), path.read_bytes())


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # a folder that is not there holds nothing
        raise error


def _states(paths: Iterable[Path]) -> Iterator[bytes]:
    """Path, size and times of last change (of the content, and of the entry, which no program sets) of each."""
    for path in sorted(paths):
        found = path.stat()
        yield f"{path} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}".encode("utf-8", "surrogateescape")


def _distributions() -> list[str]:
    """Every installed library with its version, as its folder of metadata is named: pandas-3.0.0.dist-info."""
    folders = [folder for folder in sys.path if os.path.isdir(folder)]
    return sorted({name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info")})


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        # The length first: no two different lists of parts are hashed alike.
        digest.update(f"{len(part)} ".encode() + part)
    return digest.hexdigest()
