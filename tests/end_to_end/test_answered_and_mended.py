"""From the blank form to the dashboard, and from a faulty return to the version that takes its place: LibreOffice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import dagster as dg
import openpyxl
import pytest

from assets.forms.writer.content import Value
from pipelines.runs import dagster_instance
from pipelines.settings import Settings
from tests.checking.answers import RED, YELLOW
from tests.checking.returns import content, write_return
from tests.checking.twenty_faults import planted_in, write_twenty_faults
from tests.end_to_end.product import jpa, outcomes, query
from tests.forms.forms import place_of
from tests.forms.libreoffice import python_of_libreoffice, type_into

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(not python_of_libreoffice(), reason="no Python here can drive LibreOffice"),
]
Typed = dict[str, dict[str, str | int | float]]


def _answer(home: Path, file_name: str, ending: str) -> Path:
    stem = Path(file_name).stem
    [found] = (home / "answers").glob(f"*/{stem} - {ending}")
    return found


def _marked_cells(path: Path) -> set[tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets[1:]
        for line in sheet.iter_rows()
        for cell in line
        if cell.comment is not None and cell.fill.fgColor.rgb in (RED, YELLOW)
    }


def _as_typed(value: Value | date | bool) -> str | int | float:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value if isinstance(value, (int, float)) else str(value)


def _mending(faulty: Path, right: Path) -> Typed:
    """What a person types to make the one return say what the other says."""
    wrong, good = openpyxl.load_workbook(faulty), openpyxl.load_workbook(right)
    typed: Typed = {}
    for sheet in good.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if wrong[sheet.title][cell.coordinate].value != cell.value:
                    typed.setdefault(sheet.title, {})[cell.coordinate] = _as_typed(cell.value)
    return typed


def _value(home: Path, indicator: str, area: str, month: str) -> object:
    [(value,)] = query(
        home,
        "select obs_value from outcomes.indicator_country_month "
        f"where indicator = '{indicator}' and ref_area = '{area}' and time_period = '{month}'",
    )
    return value


def _to_act_on(home: Path) -> list[str]:
    """The files that the asset in the UI shows as held or refused."""
    with dagster_instance(Settings(home=home)) as instance:
        (seen,) = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(dg.AssetKey(["checked", "files"]), "every_file_counts"), limit=1
        )
    assert seen.event is not None
    table = cast(Any, seen.event.dagster_event).event_specific_data.metadata["held and refused"]
    assert isinstance(table, dg.TableMetadataValue)
    return [str(record.data.get("file", "")) for record in table.records]


def test_a_form_filled_in_libreoffice_is_on_the_dashboard_and_traces_to_its_cells(home: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    jpa(home, "form", "--country", "VNM", "--month", "2023-09", "--language", "vi", "-o", str(blank))
    book = openpyxl.load_workbook(blank)
    outcomes_name = book.sheetnames[1]
    counts = {"TIP": 1187, "SOM": 30, "MIX": 0}
    places = {crime: place_of(book[outcomes_name], f"WAR_EXE.{crime}", "_T._T") for crime in counts}
    typed: dict[str, Mapping[str, str | int | float]] = {
        # Vietnamese writes a point between thousands.
        outcomes_name: {places["TIP"]: "'1.187", places["SOM"]: counts["SOM"], places["MIX"]: counts["MIX"]},
    }
    saved = home / "inbox" / "return.xlsx"
    saved.parent.mkdir(parents=True)
    type_into(blank, typed, saved, tmp_path)

    jpa(home, "refresh")
    assert outcomes(home)["return.xlsx"] in ("accepted", "accepted_with_warnings")
    assert _value(home, "WAR_EXE", "VNM", "2023-09") == sum(counts.values())
    assert "1,217" in (home / "dashboards" / "countries" / "VNM.html").read_text(encoding="utf-8")
    said = jpa(home, "trace", "WAR_EXE", "--country", "VNM", "--month", "2023-09", "--parts")
    for place in places.values():
        assert place in said


def test_a_return_with_twenty_faults_comes_back_marked_and_once_mended_takes_its_place(
    home: Path, tmp_path: Path
) -> None:
    inbox = home / "inbox"
    inbox.mkdir(parents=True)
    right = write_return(tmp_path / "right.xlsx", content())
    earlier = content(outcomes_changed={("WAR_EXE.TIP", "_T._T"): 1})
    write_return(inbox / "first.xlsx", earlier)
    jpa(home, "refresh")
    assert _value(home, "WAR_EXE", "THA", "2023-09") == 7

    faulty = write_twenty_faults(tmp_path / "THA 2023-08.xlsx")
    found = planted_in(faulty)
    planted = {(sheet, cell) for rule, sheet, cell in found if not rule.startswith("N")}
    assert len(planted) >= 20
    shutil.copy(faulty, inbox)
    jpa(home, "refresh")
    assert outcomes(home)[faulty.name] == "held"
    assert _value(home, "WAR_EXE", "THA", "2023-09") == 7, "the version accepted before still counts"
    marked = _answer(home, faulty.name, "checked.xlsx")
    assert _marked_cells(marked) == planted
    report = json.loads(_answer(home, faulty.name, "report.json").read_text(encoding="utf-8"))
    assert {(f["rule"], f["sheet"], f["cell"]) for f in report["findings"]} == found

    assert faulty.name in _to_act_on(home) and faulty.name in jpa(home, "status")

    type_into(marked, _mending(faulty, right), inbox / "mended.xlsx", tmp_path)
    jpa(home, "refresh")
    assert outcomes(home)["mended.xlsx"] == "accepted"
    assert _value(home, "WAR_EXE", "THA", "2023-09") == 9
    assert faulty.name not in _to_act_on(home) and "Not counted" not in jpa(home, "status")
    versions = query(home, "select file_name, version, counted from core.returns where ref_area = 'THA' order by 2")
    assert versions == [("first.xlsx", 1, False), (faulty.name, 2, False), ("mended.xlsx", 3, True)]
