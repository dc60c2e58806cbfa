"""The key by which the sensor knows that something came."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assets.intake import inbox as inbox_module
from assets.intake.inbox import inbox_fingerprint


def _settle(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time_ns() + 10 * 10**9
    monkeypatch.setattr(inbox_module.time, "time_ns", lambda: later)


def test_fingerprint_is_empty_until_files_rest(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inbox_fingerprint(inbox) == ""
    (inbox / "a.xlsx").write_bytes(b"a")
    assert inbox_fingerprint(inbox) == ""
    _settle(monkeypatch)
    assert inbox_fingerprint(inbox) != ""


def test_fingerprint_follows_names_and_contents(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _settle(monkeypatch)
    seen = set()
    (inbox / "a.xlsx").write_bytes(b"a")
    seen.add(inbox_fingerprint(inbox))
    assert inbox_fingerprint(inbox) in seen
    state = (inbox / "a.xlsx").stat()
    (inbox / "a.xlsx").write_bytes(b"b")
    os.utime(inbox / "a.xlsx", ns=(state.st_atime_ns, state.st_mtime_ns))
    seen.add(inbox_fingerprint(inbox))
    (inbox / "a.xlsx").rename(inbox / "b.xlsx")
    seen.add(inbox_fingerprint(inbox))
    (inbox / "c.xlsx").write_bytes(b"c")
    seen.add(inbox_fingerprint(inbox))
    assert len(seen) == 4


def test_list_of_arrivals_alone_is_nothing_to_do(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _settle(monkeypatch)
    (inbox / "arrivals.csv").write_text("file_name,received_at\n")
    assert inbox_fingerprint(inbox) == ""
