"""Freeze a release: pages, figures and a manifest of hashes, in a folder that is never changed again.

Releasing a month again gives the same bytes, and so no new release. Where what it rests on has changed, a new
revision stands beside the old one and lists what changed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assets.dashboards.publish import file_hashes

PAGES, MANIFEST, FIGURES, CHANGES = "pages", "manifest.json", "figures.csv", "changes.csv"
LOG_NAME = "log_of_releases.jsonl"
_FIGURE_KEY = ("indicator", "ref_area", "time_period")
_CHANGE_COLUMNS = (*_FIGURE_KEY, "was", "now")

# (indicator, country, month) to the value as text; empty text where there is none.
Figures = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """What a release is made of: the files that went in (sha256 to name), a hash of each table, and the figures.

    ``code`` is a hash of the queries and columns that made the tables. ``draw`` writes its pages into an empty folder.
    """

    cut_off: str
    inputs: Mapping[str, str]
    tables: Mapping[str, str]
    figures: Figures
    code: str
    draw: Callable[[Path], object]

    @property
    def rests_on(self) -> dict[str, object]:
        """What decides whether two releases are the same: not the look of the pages, but all that they say."""
        return {
            "cut_off": self.cut_off,
            "received_files": dict(sorted(self.inputs.items())),
            "tables": dict(sorted(self.tables.items())),
        }


@dataclass(frozen=True, slots=True)
class Frozen:
    """A release that stands now; ``is_new`` is False where the same content was frozen before.

    ``digest`` is the sha256 of its manifest. ``changes`` lists what differs from the revision before.
    """

    release_id: str
    folder: Path
    is_new: bool
    digest: str
    changes: list[dict[str, str | int]] = field(default_factory=list)


def freeze(
    releases: Path,
    edition_id: str,
    month: str,
    content_of: Callable[[int], ReleaseContent],
    *,
    approved_by: str,
    now: datetime,
) -> Frozen:
    """Freeze the release of ``month`` (YYYY-MM); ``content_of(revision)`` says what it would be made of.

    The latest revision is compared with what it would be now; only where that differs a new one is made. Who
    approved it, and when, stands in the log of releases and not in the release: the same content is the same bytes.
    """
    shelf = releases / edition_id / month
    shelf.mkdir(parents=True, exist_ok=True)
    for left_over in shelf.glob(".freezing-*"):
        shutil.rmtree(left_over)
    last = max((int(path.name[1:]) for path in shelf.glob("r*") if path.name[1:].isdecimal()), default=0)
    frozen = _as_it_stands(shelf, f"{edition_id}-{month}-r{last}", content_of(last)) if last else None
    if frozen is None:
        frozen = _make(shelf, f"{edition_id}-{month}-r{last + 1}", content_of(last + 1))
    _log(releases, frozen, approved_by, now)
    return frozen


def _as_it_stands(shelf: Path, release_id: str, content: ReleaseContent) -> Frozen | None:
    """The release that was frozen before, if it rests on the same; None where something has changed."""
    folder = shelf / release_id.rpartition("-")[2]
    manifest = (folder / MANIFEST).read_bytes()
    said = json.loads(manifest)
    compared = content.rests_on
    if said.get("code") != content.code:
        # Made by another version of the product: its tables may have other names and columns, which is no correction.
        # It is another release where it says another number, or rests on other files.
        del compared["tables"]
        if _changes(folder / FIGURES, content.figures):
            return None
    if any(said.get(key) != value for key, value in compared.items()):
        return None
    return Frozen(release_id, folder, False, hashlib.sha256(manifest).hexdigest())


def _make(shelf: Path, release_id: str, content: ReleaseContent) -> Frozen:
    folder = shelf / release_id.rpartition("-")[2]
    earlier = shelf / f"r{int(folder.name[1:]) - 1}" / FIGURES
    aside = Path(tempfile.mkdtemp(dir=shelf, prefix=".freezing-"))
    try:
        (aside / PAGES).mkdir()
        content.draw(aside / PAGES)
        changes = _changes(earlier, content.figures)
        _write_rows(aside / FIGURES, (*_FIGURE_KEY, "obs_value"), [(*k, v) for k, v in sorted(content.figures.items())])
        _write_rows(aside / CHANGES, _CHANGE_COLUMNS, [tuple(change.values()) for change in changes])
        said = {"release_id": release_id, "code": content.code, **content.rests_on, "files": file_hashes(aside)}
        manifest = json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
        (aside / MANIFEST).write_bytes(manifest)
        _make_read_only(aside)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Frozen(release_id, folder, True, hashlib.sha256(manifest).hexdigest(), changes)


def _changes(earlier: Path, now: Figures) -> list[dict[str, str | int]]:
    if not earlier.is_file():
        return []
    with earlier.open(encoding="utf-8", newline="") as stream:
        was = {(r["indicator"], r["ref_area"], r["time_period"]): r["obs_value"] for r in csv.DictReader(stream)}
    differing = sorted(key for key in was.keys() | now.keys() if was.get(key, "") != now.get(key, ""))
    return [
        {
            **dict(zip(_FIGURE_KEY, key, strict=True)),
            "was": was.get(key, "") or "none",
            "now": now.get(key, "") or "none",
        }
        for key in differing
    ]


def _write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _make_read_only(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
    folder.chmod(0o755)


def _log(releases: Path, frozen: Frozen, approved_by: str, now: datetime) -> None:
    line = {
        "approved_by": approved_by,
        "at": now.isoformat(timespec="seconds"),
        "manifest_sha256": frozen.digest,
        "new": frozen.is_new,
        "release_id": frozen.release_id,
    }
    with (releases / LOG_NAME).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
