"""Every byte ever received is kept, read-only, with a log that a kill cannot spoil."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.intake.archive import Archive, ArchiveDamaged, Receipt, Unreadable
from assets.intake.pool import ROOT

NOW = datetime(2024, 5, 31, 9, 30, tzinfo=UTC)


def _receive(archive: Archive, folder: Path, data: bytes, name: str = "a.xlsx", **more: object) -> Receipt:
    path = folder / "incoming-file"
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    return archive.receive(path, **{"file_name": name, "received_at": NOW, "seen_at": NOW, **more})  # type: ignore[arg-type]


def test_bytes_are_kept_read_only_under_their_hash(archive: Archive, tmp_path: Path) -> None:
    receipt = _receive(archive, tmp_path, b"hello")
    kept = archive.path_of(receipt.sha256)
    assert receipt.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert kept == archive.folder / receipt.sha256[:2] / receipt.sha256
    assert kept.read_bytes() == b"hello"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o444
    assert archive.receipts() == [Receipt(NOW, NOW, "a.xlsx", 5, receipt.sha256, False)]


def test_receipts_come_back_in_order_also_to_another_process(archive: Archive, tmp_path: Path) -> None:
    expected = [_receive(archive, tmp_path, bytes([n]), f"{n}.xlsx") for n in range(5)]
    assert Archive(archive.folder).receipts() == expected


def test_receipts_written_by_another_are_seen(archive: Archive, tmp_path: Path) -> None:
    other = Archive(archive.folder)
    first = _receive(archive, tmp_path, b"1")
    assert other.receipts() == [first]
    second = _receive(other, tmp_path, b"2")
    third = _receive(archive, tmp_path, b"3")
    assert archive.receipts() == other.receipts() == [first, second, third]


def test_same_bytes_again_change_nothing(archive: Archive, tmp_path: Path) -> None:
    first = _receive(archive, tmp_path, b"x")
    log = archive.log.read_bytes()
    kept = archive.path_of(first.sha256).stat()
    later = NOW + timedelta(days=3)
    assert _receive(archive, tmp_path, b"x", received_at=later, seen_at=later) == first
    assert archive.log.read_bytes() == log
    assert archive.path_of(first.sha256).stat() == kept


def test_another_name_or_a_declared_time_is_a_line_and_the_bytes_stay_one_file(
    archive: Archive, tmp_path: Path
) -> None:
    first = _receive(archive, tmp_path, b"x")
    _receive(archive, tmp_path, b"x", "renamed.xlsx")
    stated = NOW - timedelta(days=1)
    _receive(archive, tmp_path, b"x", received_at=stated, declared=True)
    _receive(archive, tmp_path, b"x", received_at=stated, declared=True)
    assert [(r.file_name, r.received_at, r.declared) for r in archive.receipts()] == [
        ("a.xlsx", NOW, False),
        ("renamed.xlsx", NOW, False),
        ("a.xlsx", stated, True),
    ]
    assert {r.sha256 for r in archive.receipts()} == {first.sha256}


def test_same_name_with_new_bytes_is_another_arrival(archive: Archive, tmp_path: Path) -> None:
    _receive(archive, tmp_path, b"1")
    _receive(archive, tmp_path, b"2")
    assert len({r.sha256 for r in archive.receipts()}) == 2


@pytest.mark.parametrize("kept", [1, 10, 60, -1])
def test_half_line_after_a_kill_loses_no_earlier_receipt(kept: int, archive: Archive, tmp_path: Path) -> None:
    first = _receive(archive, tmp_path, b"1")
    whole = archive.log.read_bytes()
    second = _receive(archive, tmp_path, b"2")
    last = archive.log.read_bytes()[len(whole) :]
    archive.log.write_bytes(whole + last[:kept])
    again = Archive(archive.folder)
    assert again.receipts() == [first]
    assert _receive(again, tmp_path, b"2") == second
    assert archive.log.read_bytes() == whole + last


def test_damaged_line_in_the_middle_is_named(archive: Archive, tmp_path: Path) -> None:
    _receive(archive, tmp_path, b"1")
    archive.log.write_bytes(b"{broken\n" + archive.log.read_bytes())
    with pytest.raises(ArchiveDamaged, match="line 1"):
        Archive(archive.folder).receipts()


def test_left_overs_of_a_kill_while_copying_are_cleared(archive: Archive, tmp_path: Path) -> None:
    left_over = archive.folder / "incoming" / "tmp123"
    left_over.parent.mkdir(parents=True)
    left_over.write_bytes(b"half")
    _receive(archive, tmp_path, b"1")
    assert list(left_over.parent.iterdir()) == []


@pytest.mark.parametrize("damage", ["bit", "gone", "longer"])
def test_altered_file_is_named(damage: str, archive: Archive, tmp_path: Path) -> None:
    good = _receive(archive, tmp_path, b"good", "good.xlsx")
    bad = _receive(archive, tmp_path, b"bad", "bad.xlsx")
    assert archive.verify() == []
    path = archive.path_of(bad.sha256)
    path.chmod(0o644)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes({"bit": b"bae", "longer": b"bad "}[damage])
    problems = archive.verify()
    assert [(p.code, p.facts["file"], p.facts["sha256"]) for p in problems] == [("I03", "bad.xlsx", bad.sha256)]
    assert problems[0].facts["what"] == ("missing" if damage == "gone" else "altered")
    assert good.sha256 != bad.sha256


def test_file_name_is_text_and_never_a_path(archive: Archive, tmp_path: Path) -> None:
    for name in ("../../evil.xlsx", "/etc/passwd", "a\nb.xlsx", "ก/ข.xlsx", "name\udcff.xlsx"):
        _receive(archive, tmp_path, name.encode("utf-8", "surrogateescape"), name)
    names = [r.file_name for r in archive.receipts()]
    assert names == ["../../evil.xlsx", "/etc/passwd", "a\nb.xlsx", "ก/ข.xlsx", "name\ufffd.xlsx"]
    assert len(archive.log.read_bytes().splitlines()) == len(names)
    assert not (tmp_path.parent / "evil.xlsx").exists()


def test_what_is_no_hash_is_no_path(archive: Archive) -> None:
    for text in ("../../etc/passwd", "", "A" * 64, "g" * 64):
        with pytest.raises(ValueError, match="sha256"):
            archive.path_of(text)


def test_link_and_pipe_are_not_received(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(Unreadable):
            archive.receive(tmp_path / name, file_name=name, received_at=NOW, seen_at=NOW)
    assert archive.receipts() == []
    assert list((archive.folder / "incoming").iterdir()) == []


def test_two_writers_at_once_lose_nothing(archive: Archive, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
        "from assets.intake.archive import Archive\nfolder, who = Path(sys.argv[1]), sys.argv[2]\n"
        "for n in range(40):\n"
        "    path = folder / f'{who}{n}'\n    path.write_text(f'{who}{n}')\n"
        "    now = datetime(2024, 1, 1, tzinfo=UTC)\n"
        "    Archive(folder / 'archive').receive(path, file_name=path.name, received_at=now, seen_at=now)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), who], env=environment) for who in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert sorted(r.file_name for r in archive.receipts()) == sorted(f"{w}{n}" for w in "ab" for n in range(40))
    assert archive.verify() == []


def test_an_arrival_is_found_again_among_many(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    source = tmp_path / "a.xlsx"
    source.write_bytes(b"bytes")
    first = datetime(2024, 5, 1, tzinfo=UTC)
    known = archive.receive(source, file_name="a.xlsx", received_at=first, seen_at=first)
    later = first.replace(day=2)
    # Undeclared it says nothing new, whenever it comes; declared it does, once for each time.
    assert archive.receive(source, file_name="a.xlsx", received_at=later, seen_at=later) == known
    stated = archive.receive(source, file_name="a.xlsx", received_at=later, seen_at=later, declared=True)
    assert stated.received_at == later
    assert archive.receive(source, file_name="a.xlsx", received_at=later, seen_at=first, declared=True) == stated
    assert archive.receive(source, file_name="b.xlsx", received_at=first, seen_at=first).file_name == "b.xlsx"
    assert len(Archive(tmp_path / "archive").receipts()) == 3
