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

from assets.intake.formats.biff import inspect_xls
from assets.intake.formats.container import Container, open_container
from assets.intake.formats.ods import inspect_ods, is_spreadsheet
from assets.intake.formats.ooxml import Package, PackagePart, inspect_workbook, is_workbook, open_package
from assets.intake.formats.sniff import family
from assets.intake.formats.textfile import read_text
from assets.intake.formats.xlsb import inspect_xlsb
from assets.intake.limits import Limits
from assets.intake.problems import refuse, within
from assets.intake.sheet_facts import SheetFacts
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
class GateReport:
    """What the gate learned of a file that it lets through: its bytes, and what opening.py needs to read it.

    ``parts`` are those of an .xlsx that the values come from: the reader reads these and no others.
    """

    format: str
    data: bytes
    sheets: list[SheetFacts] = field(default_factory=list)
    package: Package | None = None
    parts: tuple[PackagePart, ...] = ()
    text_sheet: Sheet | None = None
    encoding: str = ""
    decisive_word: str = ""


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file, never through a link; raises Refused F01, F02 or F03."""
    try:
        mode = os.lstat(path).st_mode
        refuse_special(mode)
        # Not blocked by a pipe and not led away by a link that took the file's place since.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        detail = error.strerror or ""
        if error.errno == errno.ELOOP:
            raise refuse("F02", what="a link", detail=detail) from error
        raise refuse("F01", kind="not_opened", what="a file that cannot be opened", detail=detail) from error
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


def admit(data: bytes, stem: str, limits: Limits) -> GateReport:
    """Let the bytes of a file through, or raise Refused; ``stem`` names the sheet of a text file."""
    kind = family(data)
    if kind == "text":
        sheet, facts, detected = read_text(data, stem, limits)
        return GateReport(
            "csv", data, [facts], text_sheet=sheet, encoding=detected.encoding, decisive_word=detected.word
        )
    if kind == "ole2":
        readable, sheets = inspect_xls(data, limits)
        return GateReport("xls", readable, sheets)
    return _admit_zip(open_container(data, limits))


def _admit_zip(container: Container) -> GateReport:
    kind = is_workbook(container)
    if kind == "xlsx":
        package = open_package(container)
        inspect_workbook(package)
        return GateReport("xlsx", container.data, package.sheets, package, package.resolved())
    if kind == "xlsb":
        return GateReport("xlsb", container.data, inspect_xlsb(container))
    if is_spreadsheet(container):
        return GateReport("ods", container.data, inspect_ods(container))
    names = {name.casefold() for name in container.entries}
    if found := next((what for part, what in _OTHER_ZIPS if part in names), ""):
        raise refuse("F02", what=found)
    raise refuse("F02", kind="archive", what="a zip archive that is no workbook")
