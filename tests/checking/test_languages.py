"""What a sender reads is in the language of the form, to the last word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from openpyxl.workbook import Workbook

from assets.checking.annotated.annotate import annotate
from assets.checking.answer.facts import AnswerFacts, key_of
from assets.checking.answer.receipt import receipt
from assets.checking.findings import FileStatus, Finding
from assets.checking.rules.declared import ALL_RULES, RULES, worded
from assets.framework.names import return_name
from assets.framework.texts import languages, load_texts
from assets.intake import gate
from assets.intake.formats import biff, sniff, textfile
from assets.intake.problems import ACTIVE_CONTENT, Problem
from tests.checking.answers import facts, loaded, notes, saved, simple
from tests.checking.faults import all_problems
from tests.checking.tongues import DATE, PLACE, QUOTED, TONGUE, WORD, left_in_english, spoken, theirs
from tests.forms.forms import FRAMEWORK

TRANSLATED = [language for language in languages() if language != "en"]
# Latin words that a Thai sentence keeps: programs, formats, menus of a program, what is typed.
KEPT = {"Excel", "LibreOffice", "Numbers", "Pages", "Word", "PowerPoint", "Outlook", "Office", "Visio", "Apple"}
KEPT |= {"Android", "Windows", "Linux", "Java", "Parquet", "SQLite", "WebP", "zip", "gzip", "bzip2", "xz"}
KEPT |= {"Data", "Queries", "Connections", "Edit", "Links", "Break", "Link", "File", "Info", "Protect", "Workbook"}
KEPT |= {"Compendium", "Yes"}
FILE = "THA September.xlsx"
BEFORE = ("2023-07", "2023-08"), tuple(f"2022-{month:02}" for month in range(1, 9))


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What senders are told, in every way it can come about; the inbox is the officers' own."""
    found = all_problems(tmp_path_factory.mktemp("faults"))
    return [problem for problem in found if RULES[problem.code].family != "inbox"]


@pytest.fixture(params=TRANSLATED)
def tongue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The made-up tongue as far as the table of texts is translated into a language."""
    with spoken(monkeypatch, request.param):
        yield TONGUE


def arrival(
    outcome: FileStatus, version: int | None = 2, ref_area: str = "THA", time_period: str = "2023-09"
) -> AnswerFacts:
    whose = return_name(FRAMEWORK, ref_area, time_period, TONGUE)
    of_file = replace(facts(outcome, TONGUE, FILE), ref_area=ref_area, time_period=time_period)
    return replace(of_file, what_it_is=whose, version=version)


def in_every_cell(problems: list[Problem]) -> list[Finding]:
    """The findings, each in a cell of one sheet."""
    said = (worded(problem, FRAMEWORK, TONGUE) for problem in problems)
    return [replace(one, sheet="Outcomes", cell=f"A{row}") for row, one in enumerate(said, start=1)]


def shown(book: Workbook) -> str:
    """Everything that a person reads in a workbook; the machine codes of the index stand in the hidden column A."""
    rows = [row for sheet in book for row in sheet.iter_rows(min_col=2)]
    cells = [str(cell.value) for row in rows for cell in row if cell.value is not None]
    said = [text for sheet in book for text in notes(sheet).values()]
    return "\n".join([*cells, *said, *book.sheetnames])


def test_no_word_of_a_finding_is_left_in_english(problems: list[Problem], tongue: str) -> None:
    left = {}
    for problem in problems:
        said = worded(problem, FRAMEWORK, tongue)
        if words := left_in_english(f"{said.message} {said.action}", theirs(problem)):
            left[problem.code, said.message] = words
    assert left == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_whatever_else_a_finding_may_name_is_translated(language: str) -> None:
    """Kinds of files, choices and indicators that no fault of the tests happens to name."""
    tables = (sniff._SIGNATURES, sniff._AT_OFFSET, sniff._MARKUP, gate._KINDS, gate._OTHER_ZIPS, biff._FOREIGN)
    named = {row[-1] for table in tables for row in table}
    named |= {*ACTIVE_CONTENT.values(), *textfile._NOT.values()}
    named |= {row.name for row in FRAMEWORK.codes if row.codelist != "obs_status"}
    named |= {indicator.name for indicator in FRAMEWORK.indicators}
    table = load_texts()
    assert {text for text in named if not table.get(str(text), {}).get(language)} == set()


def test_months_and_days_are_written_out_unless_they_are_to_be_typed(problems: list[Problem]) -> None:
    for problem in problems:
        said = worded(problem, FRAMEWORK, "vi")
        wording = RULES[problem.code].wording(problem)
        typed = f"{wording.message} {wording.action} {problem.found} {problem.facts.get('allowed', '')}"
        assert set(DATE.findall(f"{said.message} {said.action}")) <= set(DATE.findall(typed)), said.message


@pytest.mark.parametrize("outcome", get_args(FileStatus))
def test_no_word_of_a_receipt_is_left_in_english(problems: list[Problem], tongue: str, outcome: FileStatus) -> None:
    for some in (arrival(outcome), arrival(outcome, None), arrival(outcome, None, "", "")):
        findings = [worded(problem, FRAMEWORK, tongue) for problem in problems]
        own = [word for problem in problems for word in theirs(problem)]
        codes = [rule.code for rule in ALL_RULES]
        text = receipt(findings, some).text
        assert left_in_english(text, [*own, *codes, FILE, some.sha256]) == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_word_of_a_marked_workbook_is_left_in_english(problems: list[Problem], tongue: str, kind: str) -> None:
    findings = in_every_cell(problems)
    before = {key_of(one): BEFORE[row % 2] for row, one in enumerate(findings)}
    original = saved(simple()) if kind == "xlsx" else b"1,2\n3,4\n"
    findings = findings if kind == "xlsx" else [replace(one, sheet="THA September") for one in findings]
    book = loaded(annotate(original, kind, findings, arrival("held"), before=before))
    own = [word for problem in problems for word in theirs(problem)]
    own += [rule.code for rule in ALL_RULES] + ["Outcomes", FILE, "5e" * 32]
    assert left_in_english(shown(book), own) == []
    assert len(book.sheetnames) == 2


def test_facts_are_said_as_people_of_the_language_say_them() -> None:
    sent = Problem("W11", facts={"kind": "sent", "country": "VNM", "value": 1234, "other": 2})
    assert "Việt Nam" in worded(sent, FRAMEWORK, "vi").message and "1.234" in worded(sent, FRAMEWORK, "vi").message
    assert "เวียดนาม" in worded(sent, FRAMEWORK, "th").message and "1,234" in worded(sent, FRAMEWORK, "th").message
    fallen = Problem(
        "E07", facts={"kind": "before", "key": "text=Suspects", "value": 4, "other": 5, "month": "2023-07"}
    )
    assert "Juli 2023" in worded(fallen, FRAMEWORK, "id").message
    assert "กรกฎาคม 2023" in worded(fallen, FRAMEWORK, "th").message
    assert "Julai 2023" in worded(fallen, FRAMEWORK, "ms").message


def test_what_a_sender_typed_is_never_translated() -> None:
    for found in ("No", "Yes", "Total", "text=Suspects", "ref_area=THA"):
        said = worded(Problem("E03", "Outcomes", "C4", found, {"why": "text", "allowed": "as=.."}), FRAMEWORK, "vi")
        assert f"“{found}”" in said.message
    gone = Problem("F06", "Outcomes", facts={"kind": "headings", "headings": "Total, Other"})
    message = worded(gone, FRAMEWORK, "th").message
    assert "Outcomes" in message and "Total, Other" in message


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_label_quoted_in_a_sentence_is_the_one_on_the_form(language: str) -> None:
    table, wrong = load_texts(), []
    for english, row in table.items():
        for quoted in QUOTED.findall(english):
            label = table.get(quoted, {}).get(language)
            if label and f"“{label}”" not in row[language]:
                wrong.append((english, label))
    assert wrong == []


def test_a_translation_has_no_word_of_english_in_it() -> None:
    """Thai shows it: what is left in Latin letters are names of programs, formats and agencies, and what is typed."""
    left = {}
    for english, row in load_texts().items():
        words = [word for word in WORD.findall(PLACE.sub("", row["th"])) if word not in KEPT and not word.isupper()]
        if english != row["th"] and (words := [word for word in words if word in english.split()]):
            left[english] = words
    assert left == {}
