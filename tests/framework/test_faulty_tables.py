"""An administrator who replaces a framework table is told the file, the line and the column of what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from assets.framework.loader import TABLES, FrameworkError, load_framework

TARGETS = "edition_id,indicator,due,milestone,target,direction\n"
PARTICIPANTS = "edition_id,ref_area,source\n"
EDITIONS = "edition_id,name,short_name,first_day,last_day,time_zone,due_day,cut_off_day,note\n"
EDITION = "JPA6,Sixth,Sixth,2023-07-26,2024-07-18,Asia/Bangkok,10,15,\n"
TWO_LINES = 'JPA6,THA,"a source\nover two lines"\n'

# The file that is replaced, its text, and what must be said of it after its path.
FAULTS: Mapping[str, tuple[str, str, str]] = {
    "header": ("targets", "edition_id,indicator\n", ", line 1: the header must read edition_id,indicator,due,"),
    "a cut-off whose next day is not in every month": (
        "editions",
        EDITIONS + EDITION.replace(",10,15,", ",10,28,"),
        ", line 2, column cut_off_day: ",
    ),
    "header in another order": ("participants", "ref_area,edition_id,source\n", ", line 1: the header must read"),
    "empty file": ("participants", "", ", line 1: the header must read"),
    "cell missing": ("participants", PARTICIPANTS + "JPA6,THA\n", ", line 2: 3 cells are needed, there are 2."),
    "cell too many": ("participants", PARTICIPANTS + "JPA6,THA,x,y\n", ", line 2: 3 cells are needed, there are 4."),
    "unknown edition": (
        "participants",
        PARTICIPANTS + "JPA9,THA,x\n",
        ", line 2, column edition_id: JPA9 is no edition",
    ),
    "unknown country": (
        "participants",
        PARTICIPANTS + "JPA6,THA,x\nJPA6,XXX,x\n",
        ", line 3, column ref_area: XXX is no country of countries.csv",
    ),
    "country in small letters": ("participants", PARTICIPANTS + "JPA6,tha,x\n", ", line 2, column ref_area: "),
    "country twice, below a note of two lines": (
        "participants",
        PARTICIPANTS + TWO_LINES + "JPA6,THA,again\n",
        ", line 4, column ref_area: JPA6, THA stands on line 2 already.",
    ),
    "open quote": ("participants", PARTICIPANTS + 'JPA6,THA,"x\n', ": the file is no CSV file: "),
    "indicator unknown": (
        "targets",
        TARGETS + "JPA6,TRN,2023-09,1,2,ascending\n",
        ", line 2, column indicator: TRN is nothing",
    ),
    "a target on arrests": (
        "targets",
        TARGETS + "JPA6,ARR,2023-09,1,2,ascending\n",
        ", line 2, column indicator: ARR is nothing that a country controls",
    ),
    "a target on victims": ("targets", TARGETS + "JPA6,VIC_ID,2023-09,1,2,ascending\n", ", line 2, column indicator: "),
    "direction": ("targets", TARGETS + "JPA6,TRN_SES,2023-09,1,2,up\n", ", line 2, column direction: "),
    "milestone": ("targets", TARGETS + "JPA6,TRN_SES,2023-09,many,2,ascending\n", ", line 2, column milestone: "),
    "milestone not a number": (
        "targets",
        TARGETS + "JPA6,TRN_SES,2023-09,nan,2,ascending\n",
        ", line 2, column milestone: ",
    ),
    "milestone below 0": ("targets", TARGETS + "JPA6,TRN_SES,2023-09,-1,2,ascending\n", ", line 2, column milestone: "),
    "target without end": ("targets", TARGETS + "JPA6,TRN_SES,2023-09,1,inf,ascending\n", ", line 2, column target: "),
    "due in no month": ("targets", TARGETS + "JPA6,TRN_SES,2023-13,1,2,ascending\n", ", line 2, column due: "),
    "due outside the edition": (
        "targets",
        TARGETS + "JPA6,TRN_SES,2025-01,1,2,ascending\n",
        ", line 2, column due: 2025-01 is no month of JPA6.",
    ),
    "two milestones for one month": (
        "targets",
        TARGETS + "JPA6,TRN_SES,2023-09,1,2,ascending\nJPA6,TRN_SES,2023-09,2,2,ascending\n",
        ", line 3, column due: JPA6, TRN_SES, 2023-09 stands on line 2 already.",
    ),
    "day": ("editions", EDITIONS + EDITION.replace("2023-07-26", "26.7.2023"), ", line 2, column first_day: "),
    "zone": ("editions", EDITIONS + EDITION.replace("Bangkok", "Atlantis"), ", line 2, column time_zone: "),
    "due on the 31st": ("editions", EDITIONS + EDITION.replace("10,15", "31,15"), ", line 2, column due_day: "),
    "cut-off before due": (
        "editions",
        EDITIONS + EDITION.replace("10,15", "16,15"),
        ", line 2, column more than one: ",
    ),
    "ends before it starts": (
        "editions",
        EDITIONS + EDITION.replace("2024-07", "2022-07"),
        ", line 2, column more than one: ",
    ),
    "edition twice": (
        "editions",
        EDITIONS + EDITION + EDITION,
        ", line 3, column edition_id: JPA6 stands on line 2 already.",
    ),
}


def overlay(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_line_and_column(name: str, tmp_path: Path) -> None:
    table, text, said = FAULTS[name]
    with pytest.raises(FrameworkError) as caught:
        load_framework(overlay(tmp_path, table, text))
    assert str(caught.value).startswith(f"{tmp_path / table}.csv{said}")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("aggregation", "MEAN"), ("is_stock", "maybe"), ("level", "impact"), ("is_headline", "y"),
        ("ceiling", "0"), ("splits", "sexx"), ("victim_status", "XYZ"), ("unit", ""), ("headline_group", "other"),
    ],
)  # fmt: skip
def test_a_fault_in_the_list_of_indicators_is_named(column: str, value: str, tmp_path: Path) -> None:
    header, first, *rest = (TABLES / "indicators.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True)) | {column: value}
    text = "\n".join([header, ",".join(cells.values()), *rest]) + "\n"
    with pytest.raises(FrameworkError, match=rf"indicators\.csv, line 2, column {column}: "):
        load_framework(overlay(tmp_path, "indicators", text))


# Of the first row of an indicator in counting_rules.csv, or the second (+): column, value, and what must be said.
RULE_FAULTS: Mapping[str, tuple[str, str, str, str]] = {
    "unknown indicator": ("INV_NEW", "indicator", "XYZ", "column indicator: XYZ is no indicator of indicators.csv"),
    "unknown stage": ("INV_PLAN", "from_stage", "OPEN", "column from_stage: OPEN is no stage of codes.csv"),
    "unknown record": ("INV_PLAN", "record", "PLN", "column record: PLN is no record of codes.csv"),
    "unknown activity": ("TRN_OFF", "activity", "DRILL", "column activity: DRILL is no activity of codes.csv"),
    "unknown field": ("TRN_OFF", "field", "officer_f", "column field: officer_f is no field of the list 'activities'"),
    "field of another list": (
        "INF_ENQ",
        "field",
        "officers_f",
        "column field: officers_f is no field of the list 'exchanges'",
    ),
    "a list without a field": ("INF_ENQ", "field", "", "column field: nothing is no field of the list 'exchanges'"),
    "unknown method": ("INV_NEW", "method", "mean", "column method: "),
    "neither yes nor no": ("INV_NEW", "counts_without_stage", "maybe", "column counts_without_stage: "),
    "a stock that is summed": (
        "INV_OPN",
        "method",
        "sum",
        "column method: sum does not fit INV_OPN in indicators.csv: LATEST",
    ),
    "a record without a stage": ("INV_PLAN", "method", "sum", "column more than one: "),
    "a grid in a list": ("INV_NEW", "list_name", "cases", "column more than one: "),
    "a field without a sex": ("TRN_OFF", "sex", "", "column more than one: "),
    "counted in two ways": ("TRN_OFF+", "counted_in", "line", "column more than one: "),
}


@pytest.mark.parametrize("name", RULE_FAULTS)
def test_a_fault_in_the_counting_rules_is_named(name: str, tmp_path: Path) -> None:
    row, column, value, said = RULE_FAULTS[name]
    lines = (TABLES / "counting_rules.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    line = 1 + next(n for n, text in enumerate(lines) if text.startswith(row.rstrip("+") + ",")) + row.endswith("+")
    lines[line - 1] = ",".join(
        value if name == column else cell for name, cell in zip(header, lines[line - 1].split(","), strict=True)
    )
    with pytest.raises(FrameworkError) as caught:
        load_framework(overlay(tmp_path, "counting_rules", "\n".join(lines) + "\n"))
    assert f"counting_rules.csv, line {line}, {said}" in str(caught.value)


def test_an_indicator_that_nothing_counts_is_named(tmp_path: Path) -> None:
    lines = (TABLES / "counting_rules.csv").read_text(encoding="utf-8").splitlines()
    with pytest.raises(FrameworkError, match=r"indicators\.csv, line 2, column indicator: INV_NEW has no row in"):
        load_framework(overlay(tmp_path, "counting_rules", "\n".join([lines[0], *lines[2:]]) + "\n"))


@pytest.mark.parametrize("name", ["cell_statuses", "value_states"])
def test_a_state_or_status_that_is_left_out_is_named(name: str, tmp_path: Path) -> None:
    header = (TABLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    with pytest.raises(FrameworkError, match=rf"{name}\.csv: a row with the .* is missing"):
        load_framework(overlay(tmp_path, name, header + "\n"))


def test_what_is_withheld_lies_between_the_bounds_that_its_mark_states(tmp_path: Path) -> None:
    text = (TABLES / "cell_statuses.csv").read_text(encoding="utf-8").replace("Q,withheld,0,4", "Q,withheld,0,9")
    with pytest.raises(
        FrameworkError, match=r"cell_statuses\.csv, line 3, column upper_bound: <5 is a count of 0 to 4"
    ):
        load_framework(overlay(tmp_path, "cell_statuses", text))


def test_the_latest_value_is_only_taken_of_a_stock(tmp_path: Path) -> None:
    text = (TABLES / "indicators.csv").read_text(encoding="utf-8").replace("LATEST,yes", "LATEST,no")
    with pytest.raises(FrameworkError, match=r"indicators\.csv, line 3, .*is a stock"):
        load_framework(overlay(tmp_path, "indicators", text))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "participants.csv").write_bytes(PARTICIPANTS.encode() + "JPA6,THA,Thaïlande\n".encode("latin-1"))
    with pytest.raises(FrameworkError, match=r"participants\.csv: the file is not saved as UTF-8"):
        load_framework(tmp_path)


def test_a_table_that_is_not_shipped_is_missed_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.framework.loader.TABLES", tmp_path)
    with pytest.raises(FrameworkError, match=r"editions\.csv: the file is missing"):
        load_framework()


def test_a_replaced_table_is_used_and_changes_the_digest(tmp_path: Path) -> None:
    shipped = load_framework()
    assert load_framework(tmp_path) == shipped
    # As a spreadsheet saves it: a mark at the start, other line ends.
    (tmp_path / "participants.csv").write_bytes(
        b"\xef\xbb\xbf" + (PARTICIPANTS + "JPA6,FJI,x\n").replace("\n", "\r\n").encode()
    )
    replaced = load_framework(tmp_path)
    assert replaced.participants_of("JPA6") == ("FJI",)
    assert replaced.editions == shipped.editions
    assert replaced.digest != shipped.digest


def test_a_milestone_on_what_a_country_controls_is_taken(tmp_path: Path) -> None:
    text = TARGETS + "JPA6,TRN_SES,2023-12,20,40,ascending\nJPA6,INF_RSP_RATE,2023-12,75,75,ascending\n"
    targets = load_framework(overlay(tmp_path, "targets", text)).targets
    assert [(t.indicator, t.due, t.milestone, t.target) for t in targets] == [
        ("TRN_SES", "2023-12", 20.0, 40.0), ("INF_RSP_RATE", "2023-12", 75.0, 75.0),
    ]  # fmt: skip


def test_asking_for_what_is_not_there_says_what_is() -> None:
    framework = load_framework()
    with pytest.raises(FrameworkError, match=r"no edition 'JPA9'\. Known editions: JPA6"):
        framework.edition("JPA9")
    with pytest.raises(FrameworkError, match="no code list 'colour'"):
        framework.codelist("colour")
