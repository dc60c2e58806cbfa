"""The archive: the bytes of every file ever received, read-only under their sha256, and the log of receipts.

File names come from outside: they are stored as text and never used as a path.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from assets.intake.limits import MIB
from assets.intake.problems import Problem

LOG_NAME = "log_of_receipts.jsonl"
_READ_ONLY = 0o444
_HASH_LENGTH = 64


class Unreadable(Exception):
    """A file to be received cannot be read, is no regular file, or changed while it was read."""


class ArchiveDamaged(RuntimeError):
    """A whole line of the log of receipts cannot be read."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One arrival: ``received_at`` is when it came (``declared`` where an officer says so), ``seen_at`` when found."""

    received_at: datetime
    seen_at: datetime
    file_name: str
    size: int
    sha256: str
    declared: bool

    @property
    def key(self) -> tuple[str, str, datetime]:
        """What makes an arrival a new one."""
        return self.sha256, self.file_name, self.received_at


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came, with what its receipt is to say."""

    path: Path
    file_name: str
    received_at: datetime
    seen_at: datetime
    declared: bool = False


class Archive:
    """The folder of received files; made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: list[Receipt] = []
        self._first_by_key: dict[tuple[str, str, datetime], Receipt] = {}
        self._first_by_file: dict[tuple[str, str], Receipt] = {}
        self._read_to = 0
        # Hashed while this process wrote them: what is there is what came.
        self._just_written: set[str] = set()

    @property
    def log(self) -> Path:
        """The log of receipts, one JSON object a line."""
        return self.folder / LOG_NAME

    def path_of(self, sha256: str) -> Path:
        """Where the bytes with this hash stand; raises ValueError for what is no hash."""
        if len(sha256) != _HASH_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is not a sha256.")
        return self.folder / sha256[:2] / sha256

    def receive(
        self, path: Path, *, file_name: str, received_at: datetime, seen_at: datetime, declared: bool = False
    ) -> Receipt:
        """Keep the bytes of ``path`` and log the arrival; the receipt, the old one where nothing is new.

        An arrival is new when its bytes, name and (declared) time are not in the log together. The bytes are
        in place before the line is written. Raises Unreadable; OSError where the archive cannot be written.
        """
        (outcome,) = self.receive_all([Arrival(path, file_name, received_at, seen_at, declared)])
        if isinstance(outcome, Unreadable):
            raise outcome
        return outcome

    def receive_all(self, arrivals: Sequence[Arrival]) -> list[Receipt | Unreadable]:
        """The same for several files, which wait for the disk together, in their order.

        A file that cannot be read gives Unreadable in place of a receipt, and stops no other. Where the archive cannot
        be written none of them is logged.
        """
        with self._locked():
            kept = self._keep([arrival.path for arrival in arrivals])
            self._load()
            fresh: list[Receipt] = []
            outcomes = [
                found if isinstance(found, Unreadable) else self._receipt(arrival, *found, fresh)
                for arrival, found in zip(arrivals, kept, strict=True)
            ]
            if fresh:
                self._append(fresh)
        return outcomes

    def _receipt(self, arrival: Arrival, sha256: str, size: int, fresh: list[Receipt]) -> Receipt:
        """The receipt of an arrival: the old one, or one that is added to the ``fresh`` ones."""
        name = storable(arrival.file_name)
        receipt = Receipt(arrival.received_at, arrival.seen_at, name, size, sha256, arrival.declared)
        # Without a declared time, the same file again says nothing new.
        if arrival.declared:
            known = self._first_by_key.get(receipt.key)
            again = (one for one in fresh if one.key == receipt.key)
        else:
            known = self._first_by_file.get((sha256, name))
            again = (one for one in fresh if (one.sha256, one.file_name) == (sha256, name))
        if (known := known or next(again, None)) is None:
            fresh.append(receipt)
        return known or receipt

    def receipts(self) -> list[Receipt]:
        """Every arrival in the order of the log; a half line at its end, left by a kill, does not count.

        Raises ArchiveDamaged naming the first line that cannot be read.
        """
        return list(self._load())

    def holds(self, sha256: str) -> bool:
        """Whether the bytes with this hash are there unaltered; read again unless they were written a moment ago."""
        if sha256 in self._just_written:
            self._just_written.remove(sha256)
            return True
        return hash_of(self.path_of(sha256)) == sha256

    def verify(self) -> list[Problem]:
        """Hash every archived file again; a Problem I03 for each that is missing or altered."""
        names = {receipt.sha256: receipt.file_name for receipt in self.receipts()}
        problems = []
        for sha256, name in names.items():
            path = self.path_of(sha256)
            found = "altered" if path.is_file() else "missing"
            if found == "missing" or hash_of(path) != sha256:
                problems.append(Problem("I03", facts={"file": name, "sha256": sha256, "what": found}))
        return problems

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield

    def _keep(self, paths: Sequence[Path]) -> list[tuple[str, int] | Unreadable]:
        """Put the bytes of files in place under their hashes; hash and size of each, Unreadable where it has none.

        All are written before the first is waited for: what the disk does for one it mostly does for all.
        """
        incoming = self.folder / "incoming"
        incoming.mkdir(exist_ok=True)
        for left_over in incoming.iterdir():
            left_over.unlink()
        found: list[tuple[str, int] | Unreadable] = []
        with ExitStack() as stack:
            written = []
            for path in paths:
                target = stack.enter_context(tempfile.NamedTemporaryFile(dir=incoming, delete=False))
                stack.callback(Path(target.name).unlink, missing_ok=True)
                try:
                    sha256, size = _copy(path, target)
                except Unreadable as error:
                    found.append(error)
                    continue
                found.append((sha256, size))
                target.flush()
                os.fchmod(target.fileno(), _READ_ONLY)
                written.append((target, sha256))
            for target, _ in written:
                os.fsync(target.fileno())
            self._put_in_place([(Path(target.name), sha256) for target, sha256 in written])
        return found

    def _put_in_place(self, written: Sequence[tuple[Path, str]]) -> None:
        folders = {self.folder}
        for temporary, sha256 in written:
            final = self.path_of(sha256)
            if not final.exists():
                final.parent.mkdir(exist_ok=True)
                os.replace(temporary, final)
                folders.add(final.parent)
                self._just_written.add(sha256)
        for folder in sorted(folders) if len(folders) > 1 else ():
            _sync_folder(folder)

    def _load(self) -> list[Receipt]:
        """The receipts, reading only what was appended since the last time."""
        size = self.log.stat().st_size if self.log.exists() else 0
        if size < self._read_to:
            self._known, self._first_by_key, self._first_by_file, self._read_to = [], {}, {}, 0
        if size > self._read_to:
            with self.log.open("rb") as stream:
                stream.seek(self._read_to)
                whole, _, _ = stream.read().rpartition(b"\n")
            if whole:
                for line in whole.split(b"\n"):
                    self._remember(_parse(line, len(self._known) + 1, self.log))
                self._read_to += len(whole) + 1
        return self._known

    def _remember(self, receipt: Receipt) -> None:
        self._known.append(receipt)
        self._first_by_key.setdefault(receipt.key, receipt)
        self._first_by_file.setdefault((receipt.sha256, receipt.file_name), receipt)

    def _append(self, receipts: Sequence[Receipt]) -> None:
        lines = b"".join(_line(receipt) for receipt in receipts)
        with self.log.open("ab") as stream:
            # A half line of a writer that was killed: its file is still in the inbox and is logged again.
            if stream.tell() != self._read_to:
                stream.truncate(self._read_to)
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
        self._load()


def _line(receipt: Receipt) -> bytes:
    told = {
        "declared": receipt.declared,
        "file_name": receipt.file_name,
        "received_at": receipt.received_at.isoformat(),
        "seen_at": receipt.seen_at.isoformat(),
        "sha256": receipt.sha256,
        "size": receipt.size,
    }
    return json.dumps(told, sort_keys=True).encode() + b"\n"


def hash_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy(path: Path, target: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be opened") from error
    with os.fdopen(handle, "rb", buffering=0) as source:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("it is no regular file")
        while piece := _read_piece(source):
            digest.update(piece)
            target.write(piece)
            size += len(piece)
        after = os.fstat(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
        raise Unreadable("it is still changing")
    return digest.hexdigest(), size


def _read_piece(source: IO[bytes]) -> bytes:
    try:
        return source.read(MIB)
    except OSError as error:
        raise Unreadable(error.strerror or "it cannot be read") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def storable(file_name: str) -> str:
    """A file name as text; bytes that are no UTF-8 become the replacement mark."""
    return file_name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _parse(line: bytes, number: int, log: Path) -> Receipt:
    try:
        found = json.loads(line)
        return Receipt(
            datetime.fromisoformat(found["received_at"]),
            datetime.fromisoformat(found["seen_at"]),
            found["file_name"],
            found["size"],
            found["sha256"],
            found["declared"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveDamaged(f"{log}, line {number} cannot be read: {error}. Restore it from a backup.") from error
