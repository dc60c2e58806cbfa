"""What an officer states about when a mail came is used, and what cannot be used is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets.intake.archive import Archive
from tests.intake.inboxes import NOW, collected, left_in


def test_officer_states_when_a_mail_came(inbox: Path, archive: Archive) -> None:
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        (inbox / name).write_bytes(name.encode())
    (inbox / "sub").mkdir()
    (inbox / "sub" / "d.xlsx").write_bytes(b"d")
    (inbox / "arrivals.csv").write_text(
        "file_name,received_at\na.xlsx,2024-05-02T08:00:00+07:00\n\nsub/d.xlsx,2024-05-03T00:00:00Z\n",
        encoding="utf-8-sig",
    )
    arrivals = collected(inbox, archive)
    found = {r.file_name: (r.received_at.isoformat(), r.declared) for r in arrivals.new}
    assert found == {
        "a.xlsx": ("2024-05-02T08:00:00+07:00", True),
        "b.xlsx": (NOW.isoformat(), False),
        "c.xlsx": (NOW.isoformat(), False),
        "d.xlsx": ("2024-05-03T00:00:00+00:00", True),
    }
    assert (left_in(inbox), {r.seen_at for r in arrivals.new}) == (["arrivals.csv"], {NOW})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a.xlsx", "a file name and a time"),
        ("a.xlsx,2024-05-02,x", "a file name and a time"),
        (",2024-05-02T08:00:00+07:00", "a file name and a time"),
        ("a.xlsx,2 May 2024", "must read like"),
        ("a.xlsx,2024-05-02T08:00:00", "offset"),
        ("a.xlsx,2034-05-02T08:00:00+07:00", "future"),
    ],
)
def test_line_of_arrivals_that_cannot_be_used_is_named_and_the_file_still_comes(
    line: str, says: str, inbox: Path, archive: Archive
) -> None:
    (inbox / "a.xlsx").write_bytes(b"a")
    (inbox / "arrivals.csv").write_text(f"file_name,received_at\nb.xlsx,2024-05-02T08:00:00+07:00\n{line}\n")
    arrivals = collected(inbox, archive)
    assert [(p.code, p.facts["file"], p.facts["line"], p.found) for p in arrivals.problems] == [
        ("I02", "arrivals.csv", 3, line)
    ]
    assert says in str(arrivals.problems[0].facts["what"])
    assert [(r.received_at, r.declared) for r in arrivals.new] == [(NOW, False)]


@pytest.mark.parametrize("content", [b"", b"name,when\n", b"\xff\xfe\xfa", b'file_name,received_at\n"a'])
def test_unusable_list_of_arrivals_is_named_and_files_still_come(content: bytes, inbox: Path, archive: Archive) -> None:
    (inbox / "a.xlsx").write_bytes(b"a")
    (inbox / "arrivals.csv").write_bytes(content)
    arrivals = collected(inbox, archive)
    assert [(p.code, p.facts["line"]) for p in arrivals.problems] == [("I02", 1)]
    assert len(arrivals.new) == 1
