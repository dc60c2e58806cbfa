"""What lies in the inbox goes into the archive, once, whole, and what cannot is named."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from assets.intake import inbox as inbox_module
from assets.intake.archive import Archive
from assets.intake.inbox import Arrivals, collect, inbox_fingerprint
from assets.intake.limits import Limits
from tests.intake.inboxes import NOW, collected, left_in, why


def test_files_move_into_the_archive_with_a_receipt(inbox: Path, archive: Archive) -> None:
    (inbox / "b.xlsx").write_bytes(b"b")
    (inbox / "THA").mkdir()
    (inbox / "THA" / "a.csv").write_bytes(b"a")
    arrivals = collected(inbox, archive)
    assert [(r.file_name, r.received_at, r.declared) for r in arrivals.new] == [
        ("a.csv", NOW, False),
        ("b.xlsx", NOW, False),
    ]
    assert (arrivals.total, arrivals.problems, left_in(inbox)) == (2, [], [])
    assert [archive.path_of(r.sha256).read_bytes() for r in arrivals.new] == [b"a", b"b"]


def test_empty_or_missing_inbox_is_no_problem(inbox: Path, archive: Archive, tmp_path: Path) -> None:
    assert collected(inbox, archive) == Arrivals()
    assert collected(tmp_path / "none", archive) == Arrivals()
    assert inbox_fingerprint(tmp_path / "none") == ""


def test_files_stay_where_the_setting_says_so_and_are_logged_once(inbox: Path, archive: Archive) -> None:
    (inbox / "a.xlsx").write_bytes(b"a")
    first = collected(inbox, archive, keep=True)
    second = collected(inbox, archive, NOW + timedelta(days=1), keep=True)
    assert (len(first.new), len(second.new), second.repeated) == (1, 0, first.new)
    assert (left_in(inbox), len(archive.receipts())) == (["a.xlsx"], 1)


def test_same_bytes_dropped_again_change_nothing_and_leave_the_inbox(inbox: Path, archive: Archive) -> None:
    for day in range(3):
        (inbox / "a.xlsx").write_bytes(b"a")
        arrivals = collected(inbox, archive, NOW + timedelta(days=day))
    assert (arrivals.new, len(arrivals.repeated), left_in(inbox)) == ([], 1, [])
    assert len(archive.receipts()) == 1


def test_lock_files_half_downloads_and_hidden_files_are_passed_over(inbox: Path, archive: Archive) -> None:
    passed = [
        "~$a.xlsx",
        ".~lock.a.xlsx#",
        "a.xlsx.crdownload",
        "a.xlsx.part",
        ".hidden",
        ".folder/a.xlsx",
        "Thumbs.db",
    ]
    for name in passed:
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(b"x")
    assert collected(inbox, archive) == Arrivals()
    assert inbox_fingerprint(inbox) == ""
    assert len(left_in(inbox)) == len(passed)


def test_link_pipe_and_linked_folder_are_named_and_left(inbox: Path, archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "passwords.csv").write_bytes(b"secret")
    (inbox / "link.xlsx").symlink_to(tmp_path / "secret" / "passwords.csv")
    (inbox / "folder").symlink_to(tmp_path / "secret")
    os.mkfifo(inbox / "pipe.xlsx")
    (inbox / "good.xlsx").write_bytes(b"good")
    arrivals = collected(inbox, archive)
    assert why(arrivals) == {"link.xlsx": "it is a link", "folder": "it is a link", "pipe.xlsx": "it is a pipe"}
    assert {p.code for p in arrivals.problems} == {"I01"}
    assert [r.file_name for r in arrivals.new] == ["good.xlsx"]


def test_file_that_cannot_be_read_is_named_and_left(
    inbox: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "locked.xlsx").write_bytes(b"x")
    (inbox / "good.xlsx").write_bytes(b"y")
    real_open = os.open

    def refuse(path: str, *more: int, **options: int) -> int:
        if str(path).endswith("locked.xlsx"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, *more, **options)

    monkeypatch.setattr(os, "open", refuse)
    arrivals = collected(inbox, archive)
    assert why(arrivals) == {"locked.xlsx": "Permission denied"}
    assert ([r.file_name for r in arrivals.new], left_in(inbox)) == (["good.xlsx"], ["locked.xlsx"])


def test_file_larger_than_the_gate_allows_is_kept_and_one_beyond_the_ceiling_is_left(
    inbox: Path, archive: Archive
) -> None:
    (inbox / "large.xlsx").write_bytes(bytes(2_000))
    (inbox / "huge.xlsx").write_bytes(bytes(6_000))
    arrivals = collected(inbox, archive, limits=Limits(max_file_bytes=1_000, max_archive_bytes=5_000))
    assert [(r.file_name, r.size) for r in arrivals.new] == [("large.xlsx", 2_000)]
    assert [p.facts for p in arrivals.problems] == [
        {"file": "huge.xlsx", "what": "it is too large", "found": 6_000, "limit": 5_000}
    ]


def test_file_still_being_copied_waits_for_the_next_time(
    inbox: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = inbox / "growing.xlsx"
    growing.write_bytes(b"half")
    (inbox / "whole.xlsx").write_bytes(b"whole")

    def more_comes(_: float) -> None:
        growing.write_bytes(b"half and more")
        (inbox / "late.xlsx").write_bytes(b"late")

    monkeypatch.setattr(inbox_module.time, "sleep", more_comes)
    arrivals = collected(inbox, archive)
    assert [r.file_name for r in arrivals.new] == ["whole.xlsx"]
    assert set(why(arrivals)) == {"growing.xlsx", "late.xlsx"}
    monkeypatch.undo()
    assert [r.file_name for r in collected(inbox, archive).new] == ["growing.xlsx", "late.xlsx"]


def test_there_is_one_pause_for_all_files(inbox: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        (inbox / f"{number}.xlsx").write_bytes(bytes([number]))
    pauses: list[float] = []
    monkeypatch.setattr(inbox_module.time, "sleep", pauses.append)
    collect(inbox, archive, now=NOW, settle_seconds=1.5, limits=Limits())
    assert pauses == [1.5]


def test_file_whose_archived_copy_is_altered_stays_in_the_inbox(inbox: Path, archive: Archive) -> None:
    (inbox / "a.xlsx").write_bytes(b"a")
    kept = archive.path_of(collected(inbox, archive).new[0].sha256)
    kept.chmod(0o644)
    kept.write_bytes(b"z")
    (inbox / "a.xlsx").write_bytes(b"a")
    arrivals = collected(inbox, archive)
    assert left_in(inbox) == ["a.xlsx"]
    assert "altered" in str(arrivals.problems[0].facts["what"])


def test_disk_full_is_said_and_nothing_is_lost(inbox: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "a.xlsx").write_bytes(b"a")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        collected(inbox, archive)
    assert (left_in(inbox), archive.receipts()) == (["a.xlsx"], [])
    monkeypatch.undo()
    assert len(collected(inbox, archive).new) == 1
