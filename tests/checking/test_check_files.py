"""Many files at once: each has its outcome, in order, whatever becomes of the others; and when a file is read again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from assets.checking import check_file as module
from assets.checking.check_file import CheckTask, check_file, fingerprint
from assets.forms.layout.layout import Layout
from assets.intake.limits import Limits
from tests.checking.returns import LIMITS, TOTAL, content, write_return
from tests.checking.wording import said
from tests.forms.forms import FRAMEWORK, LAYOUTS
from tests.intake import packages
from tests.shared import check_in_children

ROOT = Path(__file__).parents[2]


def task(path: Path, limits: Limits = LIMITS, overlay: Path | None = None) -> CheckTask:
    return CheckTask(path, path.name, sha256(path.read_bytes()).hexdigest(), limits, overlay)


@pytest.fixture
def tasks(tmp_path: Path) -> list[CheckTask]:
    good = write_return(tmp_path / "good.xlsx", content())
    bad = write_return(tmp_path / "bad.xlsx", content(outcomes_changed={("CHG.TIP", TOTAL): "many"}))
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b"")
    far = tmp_path / "far apart.xlsx"
    far.write_bytes(packages.xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    return [task(path) for path in (good, bad, empty, far, good)]


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_every_file_has_its_outcome_in_the_order_of_the_tasks(tasks: list[CheckTask], workers: int) -> None:
    seen: list[int] = []
    files = check_in_children(tasks, workers, LIMITS, seen.append)
    assert [file.file_status for file in files] == ["accepted", "held", "refused", "refused", "accepted"]
    assert [file.file_name for file in files] == [task.file_name for task in tasks]
    assert [file.sha256 for file in files] == [task.sha256 for task in tasks]
    assert seen == [1, 2, 3, 4, 5]
    assert files == [check_file(task) for task in tasks]


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_not(tasks: list[CheckTask]) -> None:
    # An hour for the children to start, no time at all for a file: nothing else ends a child here.
    (file,) = check_in_children(tasks[:1], 1, replace(LIMITS, max_seconds=0.0))
    assert (file.file_status, file.findings[0].rule) == ("refused", "F09")
    assert said(file.findings[0]) == "Reading the file took longer than 0 seconds and was broken off."
    assert check_in_children(tasks[:1], 1, LIMITS)[0].file_status == "accepted"


def test_no_files_are_no_work() -> None:
    assert check_in_children([], 2, LIMITS) == []


def test_limits_of_the_task_hold_for_its_file(tasks: list[CheckTask]) -> None:
    small = [replace(tasks[0], limits=replace(LIMITS, max_rows=5))]
    assert check_in_children(small, 1, LIMITS)[0].findings[0].rule == "F03"


def test_a_replaced_framework_table_decides(tmp_path: Path) -> None:
    overlay = tmp_path / "framework"
    overlay.mkdir()
    (overlay / "participants.csv").write_text("edition_id,ref_area,source\nJPA6,MYS,test\n", encoding="utf-8")
    path = write_return(tmp_path / "return.xlsx", content())
    assert check_file(task(path)).file_status == "accepted"
    file = check_file(task(path, overlay=overlay))
    assert (file.file_status, [(f.rule, f.facts["kind"]) for f in file.findings]) == ("held", [("E02", "participant")])


def test_a_child_starts_without_pandas() -> None:
    heavy = {"pandas", "pyarrow", "dagster"}
    code = f"import sys, assets.checking.check_file; sys.exit(len({heavy} & sys.modules.keys()))"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_fingerprint_changes_with_everything_that_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    marks = [fingerprint(FRAMEWORK, LAYOUTS), fingerprint(FRAMEWORK, LAYOUTS[:-1])]
    changed: list[Layout] = [*LAYOUTS[:-1], LAYOUTS[-1].model_copy(update={"digest": "another"})]
    marks.append(fingerprint(FRAMEWORK, changed))
    marks.append(fingerprint(replace(FRAMEWORK, digest="another"), LAYOUTS))
    marks.append(fingerprint(FRAMEWORK, LAYOUTS, replace(LIMITS, max_rows=5)))
    monkeypatch.setattr("importlib.metadata.version", lambda name: f"another {name}")
    marks.append(fingerprint(FRAMEWORK, LAYOUTS))
    monkeypatch.undo()
    monkeypatch.setattr("assets.checking.check_file._code_digest", lambda: b"other rules")
    marks.append(fingerprint(FRAMEWORK, LAYOUTS))
    assert len(set(marks)) == len(marks)
    monkeypatch.undo()
    assert fingerprint(FRAMEWORK, tuple(reversed(LAYOUTS))) == marks[0]


@pytest.mark.parametrize(
    "changed",
    [
        "checking/judge.py",
        "checking/within_return/totals.py",
        "checking/rules/within_return.py",
        "forms/values.py",
        "forms/reader/grid.py",
        "forms/foreign/cumulative.py",
        "intake/opening.py",
        "intake/formats/fast_sheet_scan.py",
        "framework/names.py",
        "framework/tables/texts.csv",
    ],
)
def test_a_file_is_read_again_whichever_part_of_the_code_changed(
    changed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = tmp_path / "assets"
    shutil.copytree(ROOT / "assets", code, ignore=shutil.ignore_patterns("__pycache__", "static"))
    monkeypatch.setattr(module, "_ASSETS", code)
    before = module._code_digest.__wrapped__()
    with (code / changed).open("a", encoding="utf-8") as stream:
        stream.write("\n# another way of reading\n")
    assert module._code_digest.__wrapped__() != before
