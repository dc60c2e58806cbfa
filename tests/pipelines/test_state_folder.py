"""A full disk or a folder that cannot be written to is one sentence, whichever library hits it first."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipelines.cli import main as cli
from pipelines.state_folder import disk_trouble


def _wrapped(inner: Exception) -> Exception:
    """As libraries pass an error on: inside one of their own."""
    try:
        try:
            raise inner
        except Exception as error:
            raise RuntimeError("the store failed") from error
    except RuntimeError as error:
        return error


def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


FAULTS = (OSError(errno.ENOSPC, "No space left on device"), sqlite3.OperationalError("disk I/O error"))


@pytest.mark.parametrize("fault", FAULTS, ids=["of the system", "of Dagster's database"])
def test_a_full_disk_is_named_with_what_to_do(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert disk_trouble(_wrapped(fault), tmp_path) == "", "the disk has room: it is another fault"
    _full(monkeypatch)
    said = disk_trouble(_wrapped(fault), tmp_path / "not" / "there")
    assert said.startswith(f"The disk of {tmp_path} is full") and "Make room" in said


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    said = disk_trouble(_wrapped(sqlite3.OperationalError("unable to open database file")), tmp_path)
    assert said.startswith(f"{tmp_path} cannot be written to")


def test_a_fault_of_our_own_keeps_its_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _full(monkeypatch)
    assert disk_trouble(_wrapped(ValueError("a bug")), tmp_path) == ""


def test_the_command_ends_with_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise _wrapped(FAULTS[1])

    monkeypatch.setenv("JPA_HOME", str(tmp_path))
    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(RuntimeError):
        cli.main()
    _full(monkeypatch)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "is full" in capsys.readouterr().err
