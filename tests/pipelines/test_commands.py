"""The commands around forms and checks, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from assets.forms.layout.layout import load_layouts
from assets.forms.sample.returns import write_samples
from assets.framework.loader import load_framework
from pipelines.cli.main import app
from pipelines.settings import ENVIRONMENT, PROJECT

MONTHS = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JPA_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Returns by their planted fault; "" is a good one."""
    folder = tmp_path_factory.mktemp("sent")
    written = write_samples(
        load_framework(), load_layouts(), folder, countries=("AUS", "IDN", "MYS", "THA", "VNM"), months=MONTHS
    )
    return {file.fault: folder / file.file_name for file in written.files}


def jpa(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize(("fault", "code"), [("", 0), ("needs_correction", 2), ("unreadable", 3)])
def test_the_exit_code_of_check_is_the_outcome(sent: dict[str, Path], fault: str, code: int) -> None:
    assert jpa("check", sent[fault]).exit_code == code


def test_of_several_files_the_worst_decides(sent: dict[str, Path]) -> None:
    assert jpa("check", sent[""], sent["needs_correction"]).exit_code == 2


def test_a_return_with_a_warning_alone_ends_with_1(sent: dict[str, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sent[""])
    sheet = book["Outcomes"]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    total = sheet.cell(places["ARR.TIP"].row, places["_T._T"].column)
    total.value = int(total.value) + 90  # more arrests than suspects
    book.save(tmp_path / sent[""].name)
    answer = jpa("check", tmp_path / sent[""].name)
    assert answer.exit_code == 1, answer.output
    assert "W01" in answer.output


def test_check_says_where_what_was_found_and_what_to_do(sent: dict[str, Path]) -> None:
    said = " ".join(jpa("check", sent["needs_correction"]).output.split())
    for word in ("Outcomes", "12 (3 pending)", "E03", "E06", "Needs correction"):
        assert word in said


def test_check_speaks_the_language_that_is_asked_for(sent: dict[str, Path]) -> None:
    answer = jpa("check", "--language", "vi", sent["needs_correction"])
    said = " ".join(answer.output.split())
    assert answer.exit_code == 2
    assert "Cần sửa" in said and "Vị trí" in said and "What" not in said and "error" not in said


def test_check_of_a_file_that_is_not_there_is_no_judgement(tmp_path: Path) -> None:
    answer = jpa("check", tmp_path / "none.xlsx")
    assert answer.exit_code == 4 and "none.xlsx" in answer.output


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "files"),
        (("--jsn",), "--jsn"),
        (("--language", "xx"), "xx"),
        (("--annotate", "FILE"), "Not a directory"),
    ],
)
def test_what_stops_the_check_itself_is_no_judgement(
    sent: dict[str, Path], arguments: tuple[str, ...], named: str
) -> None:
    """1 would say that the return has warnings, 2 that it needs correction."""
    chosen = [sent[""] if word == "FILE" else word for word in arguments]
    answer = jpa("check", *([sent[""]] if arguments else []), *chosen)
    assert answer.exit_code == 4 and named.casefold() in answer.output.casefold()


@pytest.mark.parametrize("broken", ["jpa.toml", "framework/indicators.csv"])
def test_a_broken_setting_or_table_is_no_judgement(sent: dict[str, Path], home: Path, broken: str) -> None:
    (home / broken).parent.mkdir(parents=True)
    (home / broken).write_text("x = [\n", encoding="utf-8")
    answer = jpa("check", sent[""])
    assert answer.exit_code == 4 and Path(broken).name in " ".join(answer.output.split())


def test_the_report_for_programs_has_every_finding_with_its_cell(sent: dict[str, Path]) -> None:
    answer = jpa("check", sent["needs_correction"], "--json")
    (report,) = json.loads(answer.stdout)
    assert answer.exit_code == 2
    assert {finding["rule"] for finding in report["findings"]} >= {"E03", "E06"}
    assert all(finding["cell"] for finding in report["findings"])


def test_the_answer_holds_receipt_report_and_the_marked_workbook(sent: dict[str, Path], tmp_path: Path) -> None:
    assert jpa("check", sent["needs_correction"], "--annotate", tmp_path / "answers").exit_code == 2
    (folder,) = (tmp_path / "answers").iterdir()
    endings = {path.name.rpartition(" - ")[2]: path for path in folder.iterdir()}
    assert set(endings) == {"receipt.txt", "report.json", "checked.xlsx"}
    marked = openpyxl.load_workbook(endings["checked.xlsx"])
    assert any(cell.comment for row in marked["Outcomes"].iter_rows() for cell in row)


def test_check_needs_no_state_folder_and_makes_none(sent: dict[str, Path], home: Path) -> None:
    jpa("check", sent[""])
    assert not home.exists()


def test_forms_of_one_month_are_written_for_every_country(tmp_path: Path) -> None:
    answer = jpa("form", "--month", "2023-09", "-o", tmp_path / "forms")
    assert answer.exit_code == 0, answer.output
    names = {path.name for path in (tmp_path / "forms").iterdir()}
    assert names == {f"JPA6_{c}_2023-09.xlsx" for c in load_framework().participants_of("JPA6")}


def test_a_form_that_somebody_may_have_filled_in_is_not_written_over(tmp_path: Path) -> None:
    wanted = ("form", "--country", "THA", "--month", "2023-09", "-o", tmp_path / "form.xlsx")
    assert jpa(*wanted).exit_code == 0
    again = jpa(*wanted)
    assert again.exit_code == 1 and "--replace" in again.output
    assert jpa(*wanted, "--replace").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--country", "XXX", "--month", "2023-09"), "XXX"),
        (("--country", "THA", "--month", "2022-01"), "2022-01"),
        (("--country", "THA", "--month", "2023-09", "--language", "xx"), "xx"),
        (("--country", "THA"), "--month"),
    ],
)
def test_a_form_that_cannot_be_made_says_why(tmp_path: Path, arguments: tuple[str, ...], named: str) -> None:
    answer = jpa("form", *arguments, "-o", tmp_path / "form.xlsx")
    assert answer.exit_code == 1 and named in answer.output
    assert not (tmp_path / "form.xlsx").exists()


@pytest.mark.slow
def test_samples_of_more_countries_come_with_the_table_of_those_who_take_part(home: Path) -> None:
    # An edition of four months: every file of every country is written.
    shipped = (PROJECT / "assets" / "framework" / "tables" / "editions.csv").read_text(encoding="utf-8")
    (home / "framework").mkdir(parents=True)
    (home / "framework" / "editions.csv").write_text(shipped.replace("2024-07-18", "2023-10-31"), encoding="utf-8")
    said = jpa("sample", "--countries", "9", "--targets")
    assert said.exit_code == 0, said.output
    sent = {path.name.split("_")[1] for path in (home / "inbox").glob("JPA6_*.xlsx")}
    framework = load_framework(home / "framework")
    assert sent == set(framework.participants_of("JPA6")) and len(sent) == 9
    assert {target.edition_id for target in framework.targets} == {"JPA6"}
    written = (home / "framework" / "participants.csv").read_bytes()
    assert jpa("sample", "--countries", "10", "-o", str(home / "more")).exit_code == 0
    assert (home / "framework" / "participants.csv").read_bytes() == written, "an officer's table is never written over"


def test_samples_are_never_mixed_with_what_was_received(home: Path) -> None:
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "THA.xlsx").write_bytes(b"a real return")
    answer = jpa("sample", "--if-empty")
    assert answer.exit_code == 0 and "no samples are written" in answer.output
    assert [path.name for path in (home / "inbox").iterdir()] == ["THA.xlsx"]


def test_layout_try_shows_every_row_and_names_what_is_missing(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("Country,Year,Count\nTHA,2020,5\n")
    answer = jpa("layout", "try", table)
    assert answer.exit_code == 1
    assert "finding" in answer.output or "layout" in answer.output


@pytest.mark.parametrize("arguments", [("--layout", "none.toml"), ("--fate", "vlue")])
def test_layout_try_names_what_was_mistyped(sent: dict[str, Path], arguments: tuple[str, str]) -> None:
    answer = jpa("layout", "try", sent[""], *arguments)
    assert answer.exit_code == 1 and arguments[1] in answer.output


def test_a_form_may_be_asked_for_in_small_letters_and_capitals(tmp_path: Path) -> None:
    assert jpa("form", "--country", "tha", "--month", "2023-09", "-o", tmp_path / "FORM.XLSX").exit_code == 0
    assert (tmp_path / "FORM.XLSX").is_file()


def test_before_the_first_run_status_and_trace_say_what_to_do() -> None:
    for arguments in (("status",), ("trace", "ARR")):
        answer = jpa(*arguments)
        assert answer.exit_code == 1 and "Run a refresh" in answer.output


def test_an_indicator_that_is_none_is_named_with_those_there_are() -> None:
    answer = jpa("trace", "ARREST")
    assert answer.exit_code == 1 and "ARR_OTH" in answer.output
