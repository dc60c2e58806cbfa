"""The inbox: a folder into which data officers put what was sent to them, emptied into the archive.

Safe against a kill at any moment: the bytes are archived first, the line is logged second, and only then is the
file taken out of the inbox.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from assets.intake.archive import Archive, Arrival, Receipt, Unreadable, hash_of, storable
from assets.intake.gate import refuse_special
from assets.intake.limits import Limits
from assets.intake.problems import Problem, Refused

ARRIVALS = "arrivals.csv"
_ARRIVALS_HEADER = ["file_name", "received_at"]
# Half-made downloads, lock files of office programs, and what folders leave behind.
_SKIPPED_ENDS = (".crdownload", ".part", ".partial", ".download", ".tmp")
_SKIPPED_NAMES = {ARRIVALS, "desktop.ini", "thumbs.db"}
_SETTLED_SECONDS = 2.0
# So many files are archived together; then they are taken out of the inbox.
_TOGETHER = 64

# Size, time of the last change in nanoseconds, and the file itself.
_Look = tuple[int, int, int]


@dataclass(slots=True)
class Arrivals:
    """What collecting found: ``new`` receipts in order of the inbox, ``repeated`` ones that say nothing new.

    ``problems`` (I01 a file that is left in the inbox, I02 a line of arrivals.csv) carry "file" and "what".
    ``total`` is the number of receipts in the log.
    """

    new: list[Receipt] = field(default_factory=list)
    repeated: list[Receipt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    total: int = 0


def collect(
    inbox: Path, archive: Archive, *, now: datetime, settle_seconds: float, limits: Limits, keep: bool = False
) -> Arrivals:
    """Archive every file of the inbox that has not changed for ``settle_seconds``, and take it out unless ``keep``.

    ``arrivals.csv`` (file_name, received_at with an offset) says when a file came; otherwise it came ``now``.
    Files that the gate will refuse are kept as well, up to ``limits.max_archive_bytes``.
    """
    first = _look(inbox)
    if first:
        time.sleep(settle_seconds)
    declared, problems = _declared(inbox / ARRIVALS, now)
    before = len(archive.receipts())
    round_ = _Round(inbox, archive, declared, now, keep, problems)
    ready = []
    for name, look in sorted(_look(inbox).items()):
        if isinstance(look, str):
            problems.append(_left(name, look))
        elif first.get(name) != look:
            problems.append(_left(name, "it is still being copied and will be taken at the next look"))
        elif look[0] > limits.max_archive_bytes:
            problems.append(_left(name, "it is too large", found=look[0], limit=limits.max_archive_bytes))
        else:
            ready.append(name)
    for begin in range(0, len(ready), _TOGETHER):
        round_.receive(ready[begin : begin + _TOGETHER])
    receipts = archive.receipts()
    fresh = {receipt.key for receipt in receipts[before:]}
    new = [receipt for receipt in round_.received if receipt.key in fresh]
    repeated = [receipt for receipt in round_.received if receipt.key not in fresh]
    return Arrivals(new, repeated, problems, len(receipts))


def is_empty(inbox: Path) -> bool:
    """Whether the inbox is there and holds nothing that ``collect`` would take or name."""
    return inbox.is_dir() and not _look(inbox)


def inbox_fingerprint(inbox: Path) -> str:
    """A key of what lies in the inbox (names, sizes, times, contents); '' where nothing does or a file is changing."""
    files = {name: look for name, look in _look(inbox).items() if not isinstance(look, str)}
    if not files:
        return ""
    digest = hashlib.sha256()
    for name, look in sorted(files.items()):
        try:
            # The time of the last change of the entry: unlike that of the content, no program sets it.
            changed = os.lstat(inbox / name).st_ctime_ns
            if 0 <= time.time_ns() - changed < _SETTLED_SECONDS * 1e9:
                return ""
            content = hash_of(inbox / name)
        except OSError:
            # Gone or not readable since the look: collecting says why.
            content, changed = "", 0
        digest.update(repr((name, look[0], look[1], changed, content)).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@dataclass(slots=True)
class _Round:
    """One emptying of the inbox."""

    inbox: Path
    archive: Archive
    declared: dict[str, datetime]
    now: datetime
    keep: bool
    problems: list[Problem]
    received: list[Receipt] = field(default_factory=list)

    def receive(self, names: Sequence[str]) -> None:
        """Archive some files, all of them before the first is taken out."""
        looks: list[tuple[str, _Look]] = []
        arrivals: list[Arrival] = []
        for name in names:
            path = self.inbox / name
            stated = self.declared.get(name) or self.declared.get(path.name)
            try:
                looks.append((name, _state(os.lstat(path))))
            except FileNotFoundError:
                # Taken away since the look: it is not in the inbox any more.
                continue
            arrivals.append(Arrival(path, path.name, stated or self.now, self.now, stated is not None))
        for (name, look), outcome in zip(looks, self.archive.receive_all(arrivals), strict=True):
            if isinstance(outcome, Unreadable):
                self.problems.append(_left(name, str(outcome)))
                continue
            self.received.append(outcome)
            if not self.keep:
                self._take_out(self.inbox / name, name, outcome, look)

    def _take_out(self, path: Path, name: str, receipt: Receipt, before: _Look) -> None:
        """Remove the file, but only once the archived bytes are proved and the file is still the one archived."""
        if not self.archive.holds(receipt.sha256):
            self.problems.append(_left(name, "its copy in the archive has been altered", sha256=receipt.sha256))
            return
        try:
            if _state(os.lstat(path)) == before:
                path.unlink()
        except OSError as error:
            self.problems.append(_left(name, f"it is archived, but cannot be taken out: {error.strerror}"))


def _look(inbox: Path) -> dict[str, _Look | str]:
    """Every entry that counts by its path in the inbox: a file's state, or in words what else it is."""
    found: dict[str, _Look | str] = {}
    for folder, folders, names in os.walk(inbox):
        folders[:] = sorted(name for name in folders if not _skipped(name))
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in [*names, *links]:
            path = Path(folder, name)
            # What has been taken away since is passed over.
            if not _skipped(name) and os.path.lexists(path):
                found[path.relative_to(inbox).as_posix()] = _entry(path)
    return found


def _entry(path: Path) -> _Look | str:
    try:
        status = os.lstat(path)
        refuse_special(status.st_mode)
    except Refused as refused:
        return f"it is {refused.problem.facts['what']}"
    except OSError as error:
        return error.strerror or "it cannot be read"
    return _state(status)


def _state(status: os.stat_result) -> _Look:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _skipped(name: str) -> bool:
    folded = name.casefold()
    return name.startswith((".", "~$")) or folded.endswith(_SKIPPED_ENDS) or folded in _SKIPPED_NAMES


def _left(name: str, what: str, **facts: str | int) -> Problem:
    return Problem("I01", facts={"file": storable(name), "what": what, **facts})


def _declared(path: Path, now: datetime) -> tuple[dict[str, datetime], list[Problem]]:
    """When files came, by name, as an officer states it; a Problem I02 for each line that cannot be used."""
    if not path.is_file() or not stat.S_ISREG(os.lstat(path).st_mode):
        return {}, []
    try:
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), ""), strict=True))
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        return {}, [_line(1, f"the file cannot be read as CSV in UTF-8 ({type(error).__name__})", "")]
    if not rows or [cell.strip() for cell in rows[0]] != _ARRIVALS_HEADER:
        return {}, [
            _line(1, f"the first line must read {','.join(_ARRIVALS_HEADER)}", ",".join(rows[0]) if rows else "")
        ]
    stated: dict[str, datetime] = {}
    problems = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            wrong = _add_line(stated, row, now)
            if wrong:
                problems.append(_line(number, wrong, ",".join(row)))
    return stated, problems


def _add_line(stated: dict[str, datetime], row: list[str], now: datetime) -> str:
    if len(row) != len(_ARRIVALS_HEADER) or not row[0].strip():
        return "it must hold a file name and a time"
    try:
        moment = datetime.fromisoformat(row[1].strip())
    except ValueError:
        return "the time must read like 2024-05-31T09:30:00+07:00"
    if moment.tzinfo is None:
        return "the time must end in its offset, like +07:00"
    if moment > now + timedelta(days=1):
        return "the time lies in the future"
    stated[row[0].strip()] = moment
    return ""


def _line(number: int, what: str, found: str) -> Problem:
    return Problem("I02", found=found, facts={"file": ARRIVALS, "line": number, "what": what})
