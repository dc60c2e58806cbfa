"""The gate: every file passes it before anything opens it. Nothing is believed, everything is counted.

What the gate refuses is a Problem, not an exception: F01 unreadable, F02 not a spreadsheet, F03 too large,
F04 a password, F05 active or hidden content, F08 unsafe. The wording is declared with the rules.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from assets.intake.facts import GateReport, Refused, SheetFacts, refuse, within
from assets.intake.formats.biff import look_into_old
from assets.intake.formats.container import Container, open_container
from assets.intake.formats.ods import is_spreadsheet, look_into_ods
from assets.intake.formats.ooxml import Package, is_workbook, look_into, open_package
from assets.intake.formats.sniff import family
from assets.intake.formats.textfile import read_text
from assets.intake.formats.xlsb import look_into_xlsb
from assets.intake.limits import Limits
from assets.intake.workbook import Sheet

_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# What a zip that is no workbook holds, by a part that only such files have.
_OTHER_ZIPS = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("visio/document.xml", "a Visio drawing"),
    ("index/document.iwa", "an Apple Numbers or Pages document"),
    ("androidmanifest.xml", "a program for Android"),
    ("meta-inf/manifest.mf", "a Java program"),
)


@dataclass(slots=True)
class Admitted:
    """A file that passed: its bytes, and what opening.py needs to read it."""

    format: str
    data: bytes
    sheets: list[SheetFacts] = field(default_factory=list)
    package: Package | None = None
    text_sheet: Sheet | None = None
    encoding: str = ""
    told_by: str = ""


def inspect(path: Path, limits: Limits) -> GateReport:
    """What the gate says of a file. Raises nothing for a bad file: ``refusal`` is the Problem."""
    size = os.lstat(path).st_size if os.path.lexists(path) else 0
    try:
        admitted = admit(read_bytes(path, limits), path.stem, limits)
    except Refused as refused:
        return GateReport(size=size, refusal=refused.problem)
    return GateReport(admitted.format, size, None, admitted.sheets)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file, never through a link; raises Refused F01, F02 or F03."""
    try:
        mode = os.lstat(path).st_mode
        refuse_special(mode)
        # Not blocked by a pipe and not led away by a link that took the file's place since.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        what = "a link" if error.errno == errno.ELOOP else "a file that cannot be opened"
        raise refuse(
            "F02" if error.errno == errno.ELOOP else "F01",
            what=what,
            detail=error.strerror or "",
        ) from error
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        refuse_special(status.st_mode)
        within("max_file_bytes", status.st_size, limits.max_file_bytes)
        data = stream.read(limits.max_file_bytes + 1)
    within("max_file_bytes", len(data), limits.max_file_bytes)
    return data


def refuse_special(mode: int) -> None:
    """Raise Refused F02 for a link, a folder, a pipe, a socket or a device."""
    for is_kind, what in _KINDS:
        if is_kind(mode):
            raise refuse("F02", what=what)


def admit(data: bytes, stem: str, limits: Limits) -> Admitted:
    """Let the bytes of a file through, or raise Refused; ``stem`` names the sheet of a text file."""
    kind = family(data)
    if kind == "text":
        sheet, facts, told = read_text(data, stem, limits)
        return Admitted("csv", data, [facts], text_sheet=sheet, encoding=told.encoding, told_by=told.word)
    if kind == "ole2":
        readable, sheets = look_into_old(data, limits)
        return Admitted("xls", readable, sheets)
    return _admit_zip(open_container(data, limits))


def _admit_zip(container: Container) -> Admitted:
    kind = is_workbook(container)
    if kind == "xlsx":
        package = open_package(container)
        look_into(package)
        return Admitted("xlsx", container.data, package.sheets, package)
    if kind == "xlsb":
        return Admitted("xlsb", container.data, look_into_xlsb(container))
    if is_spreadsheet(container):
        return Admitted("ods", container.data, look_into_ods(container))
    raise refuse("F02", what=_what_zip(container))


def _what_zip(container: Container) -> str:
    names = {name.casefold() for name in container.entries}
    return next(
        (what for part, what in _OTHER_ZIPS if part in names),
        "a zip archive that is no workbook",
    )
