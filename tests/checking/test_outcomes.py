"""What becomes of a file, and the one sentence that says why."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from assets.forms.writer.content import FormContent
from tests.checking.returns import TOTAL, check, content, place, write_return
from tests.checking.wording import said, to_do
from tests.forms.forms import put
from tests.intake import packages
from tests.intake.hostile_active import CLOSED_OR_ACTIVE
from tests.intake.hostile_broken import BROKEN, NO_SPREADSHEET
from tests.intake.hostile_large import TOO_LARGE
from tests.intake.hostile_unsafe import UNSAFE

HOSTILE = UNSAFE | TOO_LARGE | CLOSED_OR_ACTIVE | NO_SPREADSHEET | BROKEN


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "return.xlsx"


def test_a_consistent_return_is_accepted_and_nothing_is_said_of_it(path: Path) -> None:
    file = check(write_return(path, content()))
    assert (file.file_status, file.findings, file.reason) == ("accepted", (), "")
    assert file.what_it_is == "Thailand, September 2023"


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(HOSTILE[fault].make())
    file = check(path)
    (finding,) = file.findings
    assert (file.file_status, finding.rule, finding.severity) == ("refused", HOSTILE[fault].code, "refusal")
    assert file.what_it_is == "unknown"
    assert "{" not in said(finding) + to_do(finding)
    assert said(finding).endswith(".") and to_do(finding).endswith(".")


def test_a_workbook_in_no_known_layout_is_refused(path: Path) -> None:
    path.write_bytes(packages.xlsx())
    file = check(path)
    assert (file.file_status, [f.rule for f in file.findings]) == ("refused", ["F06"])
    assert "monthly return" in said(file.findings[0])


def test_a_part_of_the_form_that_is_gone_holds_the_return(path: Path) -> None:
    file = check(write_return(path, content(), lambda workbook: workbook.remove(workbook["Victims"])))
    assert file.file_status == "held"
    assert {f.rule for f in file.findings} == {"F06"}


def test_a_return_of_nobody_is_held_and_says_what_is_missing(path: Path) -> None:
    file = check(write_return(path, content(), put("Cover", "ref_area", "value", None)))
    assert (file.file_status, file.what_it_is) == ("held", "country unknown, September 2023")
    assert [(f.rule, f.severity) for f in file.findings] == [("F07", "error")]


def test_a_month_that_nobody_can_read_is_no_month(path: Path) -> None:
    file = check(write_return(path, content(), put("Cover", "time_period", "value", "last month")))
    assert (file.file_status, file.what_it_is) == ("held", "Thailand, month unknown")
    assert said(file.findings[0]) == "“last month” cannot be read as “Reporting month”."


def test_a_warning_lets_the_return_count(path: Path) -> None:
    file = check(write_return(path, content(outcomes_changed={("ARR.TIP", TOTAL): 8})))
    assert (file.file_status, [f.rule for f in file.findings]) == ("held", ["E06"])
    file = check(write_return(path, content(outcomes_changed={("SUS_ID.TIP", TOTAL): 12})))
    assert (file.file_status, [f.rule for f in file.findings]) == ("accepted_with_warnings", ["W09"])


def test_a_note_changes_nothing(path: Path) -> None:
    file = check(write_return(path, content(outcomes_changed={("INV_NEW.TIP", TOTAL): "๔"})))
    assert (file.file_status, file.reason, [f.severity for f in file.findings]) == ("accepted", "", ["info"])
    assert said(file.findings[0]) == "“๔” was read as 4."


def test_the_reason_counts_the_findings_and_names_the_first_of_the_worst(path: Path) -> None:
    changed = {("SUS_ID.TIP", TOTAL): 12, ("CHG.TIP", TOTAL): "12 (3 pending)"}
    file = check(write_return(path, content(outcomes_changed=changed)))
    cell = place("Outcomes", "CHG.TIP", TOTAL)
    what = "Not a whole number and not an allowed mark (E03)"
    assert file.reason == f"1 error and 1 warning; first: Outcomes {cell}: {what}"


def test_the_reason_holds_nothing_that_the_sender_typed(path: Path) -> None:
    def rename(workbook: openpyxl.Workbook) -> None:
        workbook["Outcomes"].title = "Ask Ms Canary"

    file = check(write_return(path, content(outcomes_changed={("CHG.TIP", TOTAL): "canary"}), rename))
    assert "canary" in said(file.findings[0])
    assert "canary" not in file.reason.casefold()


def test_a_blank_form_is_not_taken_for_a_return_of_zeros(path: Path) -> None:
    file = check(write_return(path, FormContent()))
    assert file.file_status == "accepted_with_warnings"
    assert [(f.rule, f.facts["kind"]) for f in file.findings] == [("W15", "blank")]


def test_a_finding_stands_at_its_cell(path: Path) -> None:
    finding = check(write_return(path, content(outcomes_changed={("CHG.SOM", "F._U"): "some"}))).findings[0]
    where = place("Outcomes", "CHG.SOM", "F._U")
    assert (finding.sheet, finding.cell, finding.found) == ("Outcomes", where, "some")
