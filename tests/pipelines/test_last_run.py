"""Whether a refresh would find anything new: all that it depends on, and all that it leaves behind, is looked at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assets.dashboards.publish import publish_pages
from pipelines import last_run
from pipelines.last_run import find_unchanged, forget, read_inputs, record
from pipelines.settings import ENVIRONMENT, PROJECT, Settings, load_settings
from pipelines.status import FileStatus, Status

STATUS = Status(
    "JPA6", "2023-09", "2023-10-15", (FileStatus("a.xlsx", "Thailand", "held", "E03", True),), (("THA", "2023-09"),)
)
# Below the state folder, unless it is code.
FILES = {
    "archive/log_of_receipts.jsonl": "{}\n",
    "archive/ab/" + "ab" * 32: "a workbook",
    "decisions/agreed.toml": "kind = 'waiver'\n",
    "layouts/other.toml": "id = 'other'\n",
    "jpa.toml": "settle_seconds = 0.0\n",
    "releases/JPA6/2023-09/r1/manifest.json": "{}\n",
    "working/warehouse.duckdb": "tables",
    "warehouse/jpa.duckdb": "tables",
    "answers/to THA/receipt.txt": "received",
    "dagster/history/runs.db": "runs",
    "inbox/arrivals.csv": "file_name,received_at\n",
}
CODE = ("assets/a.py", "pipelines/cli/b.py", "sql/core/c.sql", "dagster.yaml", "pyproject.toml")


def _write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree in place of the product's own."""
    for name in CODE:
        _write(tmp_path / "program", name, "code")
    monkeypatch.setattr(last_run, "PROJECT", tmp_path / "program")
    return tmp_path / "program"


@pytest.fixture
def home(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder in which everything was published and recorded."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "state"
    for name, text in FILES.items():
        _write(home, name, text)
    overlay = home / "framework"
    overlay.mkdir()
    shutil.copy(PROJECT / "assets" / "framework" / "tables" / "targets.csv", overlay)
    settings = load_settings(home)

    def build(folder: Path, earlier: object) -> dict[str, str]:
        _write(folder, "index.html", "<p>page</p>")
        _write(folder, "data/table.csv", "1\n")
        return {}

    publish_pages(settings.dashboards, settings.sites, build, "made of this")
    record(settings, read_inputs(settings, settings.framework()), STATUS)
    return home


def _unchanged(home: Path) -> bool:
    settings = load_settings(home)
    return find_unchanged(settings, settings.framework()) is not None


def test_where_nothing_is_new_the_status_of_the_last_run_is_known(home: Path) -> None:
    settings = load_settings(home)
    for _ in range(2):
        found = find_unchanged(settings, settings.framework())
        assert found is not None and found.status == STATUS


def _library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "more" / "pandas-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(home / "more"))


def _touch(path: Path) -> None:
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))


Change = Callable[[Path, pytest.MonkeyPatch], object]
# Something that changes, by the name of the input it belongs to.
INPUTS: list[tuple[str, Change]] = [
    ("log of receipts", lambda home, _: _write(home, "archive/log_of_receipts.jsonl", "{}\n{}\n")),
    ("archived files", lambda home, _: _touch(home / "archive" / "ab" / ("ab" * 32))),
    ("archived files", lambda home, _: (home / "archive" / "ab" / ("ab" * 32)).unlink()),
    ("archived files", lambda home, _: _write(home, "archive/cd/" + "cd" * 32, "another")),
    ("decisions", lambda home, _: _write(home, "decisions/agreed.toml", "kind = 'correct'\n")),
    ("decisions", lambda home, _: _write(home, "decisions/another.txt", "")),
    ("layouts", lambda home, _: (home / "layouts" / "other.toml").unlink()),
    ("framework tables", lambda home, _: (home / "framework" / "targets.csv").unlink()),
    ("settings", lambda home, _: _write(home, "jpa.toml", "settle_seconds = 0.5\n")),
    ("settings", lambda home, patch: patch.setenv("JPA_WORKERS", "1")),
    ("releases", lambda home, _: _write(home, "releases/JPA6/2023-10/r1/manifest.json", "{}\n")),
    ("releases", lambda home, _: shutil.rmtree(home / "releases")),
    *(("code", lambda home, _, name=name: _write(home.parent / "program", name, "other")) for name in CODE),
    ("code", lambda home, _: _write(home.parent / "program", "sql/core/new.sql", "")),
    ("libraries", _library),
    ("libraries", lambda home, patch: patch.setattr(sys, "version", "3.99")),
    ("day", lambda home, patch: patch.setattr(Settings, "today", lambda self, edition: date(2031, 1, 1))),
]


@pytest.mark.parametrize(("name", "change"), INPUTS, ids=[f"{n} {name}" for n, (name, _) in enumerate(INPUTS)])
def test_each_thing_that_a_refresh_depends_on_makes_it_run(
    home: Path, name: str, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(home)
    before = read_inputs(settings, settings.framework())
    change(home, monkeypatch)
    settings = load_settings(home)
    after = read_inputs(settings, settings.framework())
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == {name}
    assert not _unchanged(home)


def test_no_input_is_without_its_change(home: Path) -> None:
    settings = load_settings(home)
    assert set(read_inputs(settings, settings.framework())) == {name for name, _ in INPUTS}


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


LEFT_BEHIND: dict[str, Callable[[Path], object]] = {
    "a file in the inbox": lambda home: _write(home, "inbox/THA.xlsx", "new"),
    "a file in a folder of the inbox": lambda home: _write(home, "inbox/July/THA.xlsx", "new"),
    "no inbox": lambda home: shutil.rmtree(home / "inbox"),
    "a page is gone": lambda home: (home / "dashboards" / "index.html").unlink(),
    "a download was altered": lambda home: _write(home, "dashboards/data/table.csv", "2\n"),
    "the folder of the pages is gone": lambda home: shutil.rmtree((home / "dashboards").resolve()),
    "the pointer is gone": lambda home: (home / "dashboards").unlink(),
    "the readers' tables are gone": lambda home: (home / "warehouse" / "jpa.duckdb").unlink(),
    "the working tables were altered": lambda home: _touch(home / "working" / "warehouse.duckdb"),
    "the working state is gone": lambda home: shutil.rmtree(home / "working"),
    "an answer is gone": lambda home: shutil.rmtree(home / "answers" / "to THA"),
    "all answers are gone": lambda home: shutil.rmtree(home / "answers"),
    "Dagster's history is gone": lambda home: shutil.rmtree(home / "dagster"),
    "the record was cut off": lambda home: _half(home / "working" / "last_run.json"),
    "the record is of another kind": lambda home: _write(home, "working/last_run.json", "{}"),
    "another run began": lambda home: forget(load_settings(home)),
}


@pytest.mark.parametrize("what", LEFT_BEHIND)
def test_each_thing_that_a_refresh_leaves_behind_makes_it_run_where_it_is_not_as_it_was(home: Path, what: str) -> None:
    LEFT_BEHIND[what](home)
    assert not _unchanged(home)


def test_what_cannot_be_read_makes_it_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(settings: Settings, framework: object) -> dict[str, str]:
        raise PermissionError("decisions")

    monkeypatch.setattr(last_run, "read_inputs", refuse)
    assert not _unchanged(home)


_HOLD = """
import sys
from pathlib import Path
from pipelines.state_folder import hold_state_folder
hold_state_folder(Path(sys.argv[1]), 0)
print("held", flush=True)
sys.stdin.read()
"""


def test_while_another_run_goes_on_nothing_is_compared(home: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(home)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        assert not _unchanged(home)
        other.communicate("")
    assert _unchanged(home)
