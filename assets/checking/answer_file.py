"""The answer to one received file: a receipt, a report for programs, and the sender's own workbook marked.

Only a file that was refused is not sent back: it could not be read, or must not be opened.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePath

from assets.checking.answer.facts import AnswerFacts
from assets.checking.answer.receipt import receipt
from assets.checking.answer.recurring import Recurring
from assets.checking.answer.report import report, report_bytes
from assets.checking.findings import Finding
from assets.checking.rules.declared import word
from assets.framework.loader import Framework, cached_framework
from assets.intake.limits import Limits
from assets.intake.pool import WorkerPool

# Ends of the names of an answer's files, behind the name that the sender gave to his.
MARKED, RECEIPT, REPORT = " - checked.xlsx", " - receipt.txt", " - report.json"
_OURS = re.compile(r"( - checked)+$")
_KEPT = frozenset(" .,()+=@-_")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_LONGEST_STEM = 60
# A name has at most 255 bytes; what stands around the stem in the names of folder and files needs up to 70.
_MOST_BYTES = 180


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: ``name`` is the name of its folder, ``files`` its files by name."""

    name: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """One answer to be made: plain data that a child process can be given.

    ``path`` is the file in the archive; it is not opened where the file was refused. ``findings`` may be worded in
    any language; they are said in that of ``facts``. ``overlay`` holds replaced framework tables.
    """

    path: Path
    findings: tuple[Finding, ...]
    facts: AnswerFacts
    before: Recurring = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    overlay: Path | None = None

    @property
    def sends_back(self) -> bool:
        """Whether the workbook itself goes back: not where it may not be opened, or nothing would be seen in it."""
        return self.facts.file_status != "refused" and bool(self.findings)


def answer_files(
    tasks: Sequence[AnswerTask], folder: Path, pool: WorkerPool, progress: Callable[[int, int], None] | None = None
) -> list[list[Path]]:
    """Make the answers and write them below ``folder``; the files of each, in the order of tasks.

    Children open what was received and may write nothing; this process writes and opens nothing. Where a child dies
    or passes a limit, the sender gets receipt and report all the same. What is not sent back needs no child.
    """
    progress = progress or (lambda done, of: None)
    with_workbook = [task for task in tasks if task.sends_back]
    outcomes = pool.run(answer_of, with_workbook)
    written = []
    for number, task in enumerate(tasks, start=1):
        answer = next(outcomes).result if task.sends_back else None
        written.append(write_answer(folder, answer or _without_workbook(task)))
        progress(number, len(tasks))
    return written


def _without_workbook(task: AnswerTask) -> Answer:
    return make_answer(None, task.findings, task.facts, cached_framework(task.overlay), before=task.before)


def answer_of(task: AnswerTask) -> Answer:
    """Make one answer. Opens the received file: call it where a received file may be opened."""
    original = task.path.read_bytes() if task.sends_back else None
    framework = cached_framework(task.overlay)
    return make_answer(original, task.findings, task.facts, framework, before=task.before, limits=task.limits)


def make_answer(
    original: bytes | None,
    findings: Sequence[Finding],
    facts: AnswerFacts,
    framework: Framework,
    *,
    before: Recurring | None = None,
    limits: Limits | None = None,
) -> Answer:
    """The answer as bytes; the same input gives the same bytes. ``original`` is None for a file that was refused."""
    said = [word(finding, framework, facts.language) for finding in findings]
    stem = _OURS.sub("", safe_name(PurePath(facts.file_name).stem))
    files = {
        f"{stem}{RECEIPT}": receipt(said, facts).to_bytes(),
        f"{stem}{REPORT}": report_bytes(report(said, facts, before=before)),
    }
    if original is not None:
        # What marks workbooks takes long to import, and most answers do without.
        from assets.checking.annotated.annotate import annotate
        from assets.checking.annotated.package import is_xlsx

        kind = "xlsx" if is_xlsx(original) else "other"
        files[f"{stem}{MARKED}"] = annotate(original, kind, said, facts, before=before, limits=limits)
    return Answer(_folder_name(facts, stem), files)


def write_answer(folder: Path, answer: Answer) -> list[Path]:
    """Write the answer into a folder of its own below ``folder``; its files in the order of their names.

    Written aside and put in place whole. An answer that is there already is replaced; a kill in between leaves the
    old one, the new one or none, never a part. Two writers of one answer must not run at once.
    """
    final = folder / answer.name
    new, old = folder / f".{answer.name}.new", folder / f".{answer.name}.old"
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    new.mkdir(parents=True)
    for name, data in answer.files.items():
        with (new / name).open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    if final.exists():
        os.replace(final, old)
    os.replace(new, final)
    shutil.rmtree(old, ignore_errors=True)
    return sorted(final.iterdir())


def safe_name(text: str) -> str:
    """A name that every system can store and nobody takes for something else: letters and digits of any script.

    A sender's file name is never used as a path before it went through here.
    """
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in _KEPT else "_" for c in text)
    short = " ".join(kept.split())[:_LONGEST_STEM].encode()[:_MOST_BYTES].decode(errors="ignore").strip(". ")
    return f"_{short}" if not short or _RESERVED.fullmatch(short) else short


def _folder_name(facts: AnswerFacts, stem: str) -> str:
    """When it came, whose it is, what it was called, and its hash: one for each arrival, sorted by time."""
    when = facts.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    version = "" if facts.version is None else f"v{facts.version}"
    parts = (when, facts.ref_area, facts.time_period, version, stem, facts.sha256[:8])
    return "_".join(part for part in parts if part)
