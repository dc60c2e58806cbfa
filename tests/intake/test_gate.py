"""A bad file is refused by name before anything opens it, and honest oddities pass."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from assets.intake import opening
from assets.intake.gate import GateReport, admit, read_bytes
from assets.intake.limits import Limits
from assets.intake.problems import Problem, Refused
from tests.intake import old_excel as old
from tests.intake import packages as p
from tests.intake.hostile_active import CLOSED_OR_ACTIVE
from tests.intake.hostile_broken import BROKEN, NO_SPREADSHEET
from tests.intake.hostile_large import TOO_LARGE
from tests.intake.hostile_unsafe import UNSAFE

LIMITS = Limits()
HOSTILE = {**UNSAFE, **TOO_LARGE, **CLOSED_OR_ACTIVE, **NO_SPREADSHEET, **BROKEN}
# What only the reading shows; everything else is refused before.
SEEN_ON_READING = {"merged_ranges_that_overlap"}


def _write(folder: Path, data: bytes, name: str = "return.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _report(path: Path, limits: Limits = LIMITS) -> GateReport:
    return admit(read_bytes(path, limits), path.stem, limits)


def _refusal(path: Path, limits: Limits = LIMITS) -> Problem | None:
    try:
        _report(path, limits)
    except Refused as refused:
        return refused.problem
    return None


@pytest.mark.parametrize("fault", HOSTILE)
def test_bad_file_is_refused_and_told_why(fault: str, tmp_path: Path) -> None:
    hostile = HOSTILE[fault]
    path = _write(tmp_path, hostile.make())
    with pytest.raises(Refused) as refused:
        opening.open_workbook(path, "return.xlsx", LIMITS)
    problem = refused.value.problem
    assert problem.code == hostile.code
    assert hostile.says in str(problem.facts["what"])


@pytest.mark.parametrize("fault", TOO_LARGE)
def test_too_large_file_names_the_limit_and_both_numbers(fault: str, tmp_path: Path) -> None:
    refusal = _refusal(_write(tmp_path, TOO_LARGE[fault].make()))
    assert refusal is not None
    limit, found = refusal.facts["limit"], refusal.facts["found"]
    assert isinstance(limit, int) and isinstance(found, int)
    assert limit == getattr(LIMITS, str(refusal.facts["what"]))
    assert found > limit


@pytest.mark.parametrize("fault", sorted(HOSTILE.keys() - SEEN_ON_READING))
def test_gate_alone_refuses_without_opening(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "CalamineWorkbook", None)
    refusal = _refusal(_write(tmp_path, HOSTILE[fault].make()))
    assert refusal is not None
    assert refusal.code == HOSTILE[fault].code


def test_a_limit_is_a_setting(tmp_path: Path) -> None:
    path = _write(tmp_path, p.xlsx('<row r="9"><c r="B9"><v>1</v></c></row>'))
    assert _refusal(path) is None
    refusal = _refusal(path, Limits(max_rows=8))
    assert refusal is not None
    assert refusal.facts == {"what": "max_rows", "found": 9, "limit": 8}


def test_formats_are_told_from_the_bytes_not_from_the_name(tmp_path: Path) -> None:
    row = f"<table:table-row>{p.ods_cell(1)}</table:table-row>"
    for format_, data in {
        "xlsx": p.xlsx(),
        "xls": old.xls(old.number(0, 0, 1)),
        "xlsb": old.xlsb(old.binary_row(0) + old.binary_number(0, 1)),
        "ods": p.ods(row),
        "csv": b"a,b\n1,2\n",
    }.items():
        report = _report(_write(tmp_path, data, "photo.jpg"))
        assert report.format == format_
        assert report.sheets[0].cells


def test_link_pipe_folder_socket_and_device_are_not_opened(tmp_path: Path) -> None:
    good = _write(tmp_path, p.xlsx())
    (tmp_path / "link.xlsx").symlink_to(good)
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.xlsx"))
        for path, what in (
            (tmp_path / "link.xlsx", "a link"),
            (tmp_path / "pipe.xlsx", "a pipe"),
            (tmp_path / "folder.xlsx", "a folder"),
            (tmp_path / "socket.xlsx", "a socket"),
            (Path("/dev/zero"), "a device"),
        ):
            refusal = _refusal(path)
            assert refusal is not None
            assert (refusal.code, refusal.facts["what"]) == ("F02", what)


def test_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path / "gone.xlsx")
    assert refusal is not None
    assert refusal.code == "F01"


def test_blank_formatted_cells_far_out_do_not_count_as_values(tmp_path: Path) -> None:
    data = p.xlsx(p.ONE_CELL + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    path = _write(tmp_path, data)
    assert _refusal(path) is None
    sheet = opening.open_workbook(path, "return.xlsx", LIMITS).sheets[0]
    assert [cell.address for row in sheet.rows.values() for cell in row.values()] == ["A1"]


def test_false_dimension_is_not_believed(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 26))
    path = _write(tmp_path, p.xlsx(rows, before='<dimension ref="A1"/>'))
    assert _report(path).sheets[0].rows == 25
    assert len(opening.open_workbook(path, "x.xlsx", LIMITS).sheets[0].rows) == 25


@pytest.mark.parametrize(
    "extra",
    [
        p.with_relation("hyperlink", "https://example.org/", "External"),
        p.with_part("xl/media/image1.png", b"\x89PNG\r\n\x1a\n<!DOCTYPE"),
        p.with_part("xl/charts/chart1.xml", "<a/>"),
        p.with_part("xl/comments1.xml", "<a/>"),
        p.with_part("docProps/custom.xml", "<a/>"),
        p.zipped(p.parts(), 0),
    ],
    ids=["hyperlink", "picture", "chart", "notes", "properties", "not packed"],
)
def test_honest_extras_are_let_through(extra: bytes, tmp_path: Path) -> None:
    assert _refusal(_write(tmp_path, extra)) is None
