"""Read and judge one file, or many of them in guarded child processes. No pandas here: a child has to start quickly."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assets.checking.decided import as_received, correct
from assets.checking.decisions import Decision
from assets.checking.findings import CheckedFile
from assets.checking.judge import judge, refused
from assets.checking.within_return.notes import encoding_problems
from assets.checking.within_return.problems import problems_within_return
from assets.forms.layout.layout import Layout, load_layouts
from assets.forms.read import read_workbook
from assets.framework.loader import Framework, cached_framework
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.pool import WorkerPool
from assets.intake.problems import Problem, Refused

_ASSETS = Path(__file__).parents[1]
_ROOMS = ("framework", "intake", "forms", "checking")
# What decides how cells are read and what countries are called, beside our own code.
_LIBRARIES = ("python-calamine", "babel")


@dataclass(frozen=True, slots=True)
class CheckTask:
    """One file to check; ``file_name`` is what the sender called it, ``overlay`` holds replaced framework tables,
    ``layouts`` further layouts.

    ``decisions`` are those about this file; ``fingerprint`` says under which rules, code and decisions it is read.
    """

    path: Path
    file_name: str
    sha256: str
    limits: Limits
    overlay: Path | None = None
    layouts: Path | None = None
    decisions: tuple[Decision, ...] = ()
    fingerprint: str = ""


def check_file(task: CheckTask) -> CheckedFile:
    """Open, read and judge one file. Whatever the file holds, the answer is a CheckedFile with an outcome."""
    framework, layouts = _reference(task.overlay, task.layouts)
    try:
        workbook = open_workbook(task.path, task.file_name, task.limits)
    except Refused as refusal:
        return refused(task.sha256, task.file_name, refusal.problem)
    notes, received = correct(workbook, task.decisions)
    result = read_workbook(workbook, framework, layouts)
    as_received(result, received)
    layout = next((x for x in layouts if (x.id, x.version) == (result.layout, result.layout_version)), None)
    problems = [*result.problems, *notes, *problems_within_return(result, task.file_name, framework, layout)]
    problems += encoding_problems(workbook)
    return judge(task.sha256, task.file_name, result, problems, framework, layout, task.decisions)


def check_files(
    tasks: Sequence[CheckTask], pool: WorkerPool, progress: Callable[[int], None] | None = None
) -> list[CheckedFile]:
    """Check every file in the children of ``pool``, in the order of the tasks.

    A child that dies or passes a limit is a refused file (F09). ``progress(done)`` is called after each.
    """
    outcomes = pool.run(check_file, tasks, lambda done, of: progress(done) if progress else None)
    return [o.result if o.result is not None else failed(o.task, o.failure) for o in outcomes]


def failed(task: CheckTask, failure: Problem | None) -> CheckedFile:
    """The refused file of a child that died or passed a limit."""
    if failure is None:
        raise ValueError("A file that was checked has rows.")
    return refused(task.sha256, task.file_name, failure)


def fingerprint(framework: Framework, layouts: Sequence[Layout], limits: Limits | None = None) -> str:
    """A hash of everything that decides what is read from a file and how it is judged.

    Framework tables, layouts, limits, the code of the rooms that read and check, the texts, and the two libraries
    that reading rests on. A file that was checked under another fingerprint is checked again.
    """
    digest = hashlib.sha256(framework.digest.encode())
    for layout in sorted(layouts, key=lambda x: x.file):
        digest.update(f"{layout.file} {layout.digest}\n".encode())
    # Children do not need it.
    from importlib.metadata import version

    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(repr(limits).encode())
    digest.update(_code_digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code_digest() -> bytes:
    digest = hashlib.sha256()
    texts = _ASSETS / "framework" / "tables" / "texts.csv"
    for path in [*sorted(path for room in _ROOMS for path in (_ASSETS / room).rglob("*.py")), texts]:
        digest.update(path.relative_to(_ASSETS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


@lru_cache(maxsize=2)
def _reference(overlay: Path | None, folder: Path | None) -> tuple[Framework, tuple[Layout, ...]]:
    return cached_framework(overlay), load_layouts(folder)
