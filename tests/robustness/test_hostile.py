"""Over a hundred hostile files through the guarded children: each its outcome and cause, and good ones beside them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.checking.check_file import CheckTask
from assets.checking.findings import CheckedFile
from assets.intake.archive import Archive
from assets.intake.limits import Limits
from assets.intake.pool import ROOT, run_guarded
from tests.checking.wording import said, to_do
from tests.intake import packages
from tests.intake.hostile import Hostile
from tests.intake.hostile_active import CLOSED_OR_ACTIVE
from tests.intake.hostile_broken import BROKEN, NO_SPREADSHEET
from tests.intake.hostile_large import TOO_LARGE
from tests.intake.hostile_unsafe import UNSAFE
from tests.robustness import watched
from tests.robustness.bases import AREAS, base
from tests.shared import check_in_children

HOSTILE: dict[str, Hostile] = {**UNSAFE, **TOO_LARGE, **CLOSED_OR_ACTIVE, **NO_SPREADSHEET, **BROKEN}
LIMITS = Limits()
_EVERY = 10
# What strace writes of a file opened to be written, and of a socket.
_WRITTEN = re.compile(r'(?:openat\([^"\n]*|creat\(|open\()"([^"\n]*)", [^)\n]*(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)')
_CHANGED = re.compile(
    r'(?:unlink|unlinkat|rename|renameat2?|mkdir|mkdirat|symlink|link|truncate|chmod)\([^"\n]*"([^"\n]*)"'
)


def _task(path: Path) -> CheckTask:
    return CheckTask(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), LIMITS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every hostile file under the name of its fault, and a good return after every tenth."""
    made = tmp_path_factory.mktemp("inbox")
    for number, (fault, hostile) in enumerate(HOSTILE.items()):
        (made / f"{number:03} {fault}.xlsx").write_bytes(hostile.make())
        if number % _EVERY == 0:
            language = sorted(AREAS)[number // _EVERY % len(AREAS)]
            (made / f"{number:03}-good.xlsx").write_bytes(base(language).book.write())
    return made


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


@pytest.fixture(scope="module")
def checked(folder: Path) -> dict[str, CheckedFile]:
    """All of them as the product judges them, in two guarded children."""
    files = _files(folder)
    found = check_in_children([_task(path) for path in files], 2, LIMITS)
    return {path.stem: file for path, file in zip(files, found, strict=True)}


def test_there_are_over_a_hundred_different_hostile_files(folder: Path) -> None:
    kinds = {path.read_bytes() for path in _files(folder) if not path.stem.endswith("-good")}
    assert len(kinds) == len(HOSTILE) >= 100


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=list(HOSTILE))
def test_every_hostile_file_is_refused_with_its_cause(number: int, checked: dict[str, CheckedFile]) -> None:
    fault, hostile = list(HOSTILE.items())[number]
    file = checked[f"{number:03} {fault}"]
    (finding,) = file.findings
    assert (file.file_status, finding.rule, finding.severity) == ("refused", hostile.code, "refusal")
    assert hostile.says in str(finding.facts["what"])
    assert said(finding) and to_do(finding)


def test_no_hostile_file_ends_a_child_or_its_time(checked: dict[str, CheckedFile]) -> None:
    assert [name for name, file in checked.items() if any(finding.rule == "F09" for finding in file.findings)] == []


def test_the_good_files_beside_them_are_accepted(checked: dict[str, CheckedFile]) -> None:
    good = {name: file.file_status for name, file in checked.items() if name.endswith("-good")}
    assert len(good) == -(-len(HOSTILE) // _EVERY)
    assert set(good.values()) <= {"accepted", "accepted_with_warnings"}


def test_three_kilobytes_that_would_fill_a_machine_are_refused_within_a_small_memory(tmp_path: Path) -> None:
    """The stray cell in the last corner of a sheet, and two cells far apart: a quarter of the memory is enough."""
    tasks = []
    for fault in ("stray_cell_at_the_last_address", "two_cells_far_apart", "false_number_of_texts"):
        path = tmp_path / f"{fault}.xlsx"
        path.write_bytes(HOSTILE[fault].make())
        assert path.stat().st_size < 4_000
        tasks.append(_task(path))
    small = Limits(max_memory_bytes=LIMITS.max_memory_bytes // 4)
    assert [file.findings[0].rule for file in check_in_children(tasks, 1, small)] == ["F03", "F03", "F08"]


def test_nothing_is_written_deleted_started_or_fetched_while_a_file_is_read(folder: Path) -> None:
    before = sorted(folder.iterdir())
    tasks = [_task(path) for path in _files(folder)]
    outcomes = run_guarded(
        watched.check_watched,
        tasks,
        workers=2,
        memory_bytes=LIMITS.max_memory_bytes,
        seconds=LIMITS.max_seconds,
    )
    assert {o.task.path.name: o.failure for o in outcomes if o.failure} == {}
    assert {o.task.path.name: o.result[1] for o in outcomes if o.result and o.result[1]} == {}
    assert sorted(folder.iterdir()) == before


def test_the_watch_notices_what_it_watches_for(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(packages.xlsx())
    [outcome] = run_guarded(
        watched.write_beside, [_task(path)], workers=1, memory_bytes=LIMITS.max_memory_bytes, seconds=60
    )
    assert outcome.result is not None
    seen = outcome.result[1]
    assert any(event.startswith("open") and "file.left" in event for event in seen)
    assert any(event.startswith("socket.") for event in seen)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine")
def test_the_system_sees_no_file_written_and_no_network_used(folder: Path, tmp_path: Path) -> None:
    """The same seen from outside, also for what is not Python: every call of the program and its children."""
    for path in _files(folder)[::6]:
        shutil.copy(path, tmp_path / path.name)
    script = (
        "import sys; from pathlib import Path; from assets.checking.check_file import CheckTask, check_files\n"
        "from assets.intake.limits import Limits; from assets.intake.pool import WorkerPool\n"
        "tasks = [CheckTask(p, p.name, '', Limits()) for p in sorted(Path(sys.argv[1]).glob('*.xlsx'))]\n"
        "with WorkerPool.limited(2, Limits()) as pool: print(len(check_files(tasks, pool)))\n"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    calls = (
        "network,openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,symlink,link,truncate,chmod"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        ["strace", "-ff", "-qq", "-e", f"trace={calls}", "-o", str(temporary / "trace"), sys.executable, "-c", script,
         str(tmp_path)],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("strace may not trace on this machine")
    assert done.stdout.strip() == str(len(_files(folder)[::6]))
    # One file a process: in a common one, the call of one is cut in two by the call of another.
    trace = "".join(part.read_text(encoding="utf-8", errors="replace") for part in temporary.glob("trace.*"))
    assert "AF_INET" not in trace
    written = {path for path in _WRITTEN.findall(trace) if not path.startswith((str(temporary), "/dev/", "/proc/"))}
    changed = {path for path in _CHANGED.findall(trace) if not path.startswith(str(temporary))}
    assert (written, changed) == (set(), set())


def test_every_hostile_file_is_kept_read_only_under_its_hash(folder: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    now = datetime(2023, 10, 4, 9, tzinfo=UTC)
    for path in _files(folder):
        receipt = archive.receive(path, file_name=path.name, received_at=now, seen_at=now)
        kept = archive.path_of(receipt.sha256)
        assert kept.read_bytes() == path.read_bytes()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o444
    assert archive.verify() == []
