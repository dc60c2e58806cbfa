"""The product as its users meet it: the command, a state folder, the tables and the pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from assets.dashboards.publish import file_hashes
from assets.forms.layout.layout import load_layouts
from assets.forms.sample.returns import SampleSet, write_samples
from assets.framework.loader import load_framework
from assets.warehouse.manifest import table_hashes
from assets.warehouse.store import frame_of
from pipelines.settings import PROJECT
from tests.end_to_end.warm import warm

# How Python prints a warning that code of our own causes: path, line, category.
_WARNED = re.compile(r"(?:assets|pipelines)/\S+\.py:\d+: \w*Warning")
COUNTRIES = ("AUS", "IDN", "MYS", "THA", "VNM")
MONTHS = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipelines.cli.main", *arguments]


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JPA_", "DAGSTER"))}
    return {**kept, "JPA_HOME": str(home)}


def jpa(home: Path, *arguments: str, exit_code: int = 0, new_process: bool = False) -> str:
    """Run the command over a state folder; what it said. Fails where it ends with another exit code.

    It runs in a fork of a process that has loaded its modules (warm.py), or in a new process.
    """
    # Coverage of a process begins where the process begins.
    if new_process or "COVERAGE_PROCESS_START" in os.environ:
        ran = subprocess.run(
            command(home, *arguments), cwd=PROJECT, env=environment(home), capture_output=True, text=True, timeout=500
        )
    else:
        loaded = warm()
        assert not loaded.said(), f"loading the modules writes\n{loaded.said()}"
        ran = loaded.run(arguments, environment(home))
    assert ran.returncode == exit_code, f"exit {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    said = ran.stdout + ran.stderr
    assert not _WARNED.search(said), f"our own code causes a warning\n{said}"
    return said


def started(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command and go on; in a process group of its own, so that all of it can be killed."""
    return subprocess.Popen(
        command(home, *arguments),
        cwd=PROJECT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def settle_quickly(home: Path, **settings: str | int | float) -> None:
    """Settings for tests: files of the inbox are whole, nobody has to wait for that to show."""
    home.mkdir(parents=True, exist_ok=True)
    lines = {"settle_seconds": 0.0, **settings}
    (home / "jpa.toml").write_text("".join(f"{key} = {value!r}\n" for key, value in lines.items()))


def samples(
    folder: Path, *, countries: Sequence[str] = COUNTRIES, months: Sequence[str] = MONTHS, seed: int = 6
) -> SampleSet:
    """Synthetic returns of a few countries and months, every planted fault among them."""
    return write_samples(load_framework(), load_layouts(), folder, seed=seed, countries=countries, months=months)


def copied(home: Path, to: Path) -> Path:
    """A copy of a state folder, links and times as they are."""
    return Path(shutil.copytree(home, to, symlinks=True))


def query(home: Path, text: str) -> list[tuple[object, ...]]:
    """Rows from the readers' copy of the warehouse."""
    with duckdb.connect(str(home / "warehouse" / "jpa.duckdb"), read_only=True) as connection:
        return connection.execute(text).fetchall()


def content(home: Path) -> dict[str, str]:
    """A hash of every table and of every page, by its name."""
    with duckdb.connect(str(home / "warehouse" / "jpa.duckdb"), read_only=True) as connection:
        return {**table_hashes(connection), **file_hashes(home / "dashboards")}


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    """The names of the tables and pages that are not the same in both."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def outcomes(home: Path) -> dict[str, str]:
    """Outcome by file name."""
    with duckdb.connect(str(home / "warehouse" / "jpa.duckdb"), read_only=True) as connection:
        found = frame_of(connection, "select file_name, file_status from core.receipts where not received_before")
    return dict(zip(found["file_name"], found["file_status"], strict=True))
