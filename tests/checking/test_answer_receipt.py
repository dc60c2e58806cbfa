"""The receipt that everybody gets, in plain words and in the language of the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from assets.checking.annotated import index as annotate_index
from assets.checking.annotated.annotate import annotate
from assets.checking.answer.facts import AnswerFacts, facts_of, key_of
from assets.checking.answer.receipt import receipt
from assets.checking.answer.texts import ALL_TEXTS, NEXT
from assets.checking.findings import FileStatus, Severity
from assets.framework import texts
from tests.checking.answers import BANGKOK, facts, finding, saved, simple
from tests.checking.returns import check, content, write_return
from tests.checking.wording import in_words
from tests.forms.forms import FRAMEWORK


def test_it_says_what_came_when_and_what_became_of_it() -> None:
    text = receipt([finding("B2"), finding("C2"), finding("A1", severity="warning")], facts()).text
    assert text.splitlines() == [
        "Receipt: Thailand, September 2023",
        "",
        "Outcome: Needs correction",
        "What was found: Errors: 2 · Warnings: 1",
        "File: THA September.xlsx",
        "Received: 2 October 2023, 15:04 (UTC+07:00)",
        "Size: 38,408 bytes",
        "Version: 2",
        f"Fingerprint of the file (SHA-256): {'5e' * 32}",
        "",
        "What happens next",
        "Nothing in this file is counted yet. If an earlier version for the same month was accepted, that one still "
        "counts. Please correct every error and send the workbook again.",
    ]


def test_for_a_refused_file_it_says_why_and_what_to_do() -> None:
    reason = finding(
        "", sheet="", severity="refusal", rule="F04", message="The file has a password.", action="Remove it."
    )
    text = receipt([reason], facts("refused")).text
    assert "Outcome: Refused" in text
    assert text.endswith("\n\nF04: The file has a password.\nWhat to do: Remove it.\n")


def test_numbers_of_findings_are_given_as_data_too() -> None:
    made = receipt([finding("B2"), finding("A1", severity="info")], facts())
    assert dict(made.counts) == {"refusal": 0, "error": 1, "warning": 0, "info": 1}


def test_every_line_ends_as_an_editor_of_windows_shows_it() -> None:
    data = receipt([], facts("accepted")).to_bytes()
    assert data.decode().count("\r\n") == data.decode().count("\n") > 10


def test_the_name_of_a_file_writes_no_line_of_the_receipt() -> None:
    said = receipt([], facts("refused", file_name="return\nOutcome: Accepted\n.xlsx")).text.splitlines()
    assert [line for line in said if line.startswith("Outcome")] == ["Outcome: Refused"]
    assert "File: return Outcome: Accepted .xlsx" in said


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        AnswerFacts("a.xlsx", 1, "5e" * 32, datetime(2023, 10, 2), "accepted", "")


def test_it_speaks_the_language_of_the_form(tmp_path: Path) -> None:
    path = write_return(tmp_path / "form.xlsx", content(), language="th")
    when = datetime(2023, 10, 2, 15, 4, tzinfo=BANGKOK)
    made = facts_of(check(path), FRAMEWORK, size=1234, received_at=when, version=1)
    assert made.language == "th"
    assert made.what_it_is == "ไทย, กันยายน 2023"
    assert "2 ตุลาคม ค.ศ. 2023, 15:04 (UTC+07:00)" in receipt([], made).text


def test_a_file_that_is_no_version_of_a_return_says_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    path.write_bytes(b"no workbook")
    when = datetime(2023, 10, 2, 15, 4, tzinfo=BANGKOK)
    checked = check(path)
    text = receipt(
        in_words(checked.findings), facts_of(checked, FRAMEWORK, size=11, received_at=when, version=None)
    ).text
    assert "Version: none: the file could not be read as a return" in text


@pytest.mark.parametrize("outcome", ["accepted", "accepted_with_warnings", "held", "refused"])
@pytest.mark.parametrize("language", ["en", "id", "ms", "th", "vi"])
def test_a_file_that_was_only_checked_is_never_said_to_be_received_or_counted(
    outcome: FileStatus, language: str
) -> None:
    checked = replace(facts(outcome, language), version=None, sent=False)
    before, after = receipt([], checked).text, receipt([], replace(checked, sent=True)).text
    assert texts.translate("not sent yet", language) in before
    for only_when_sent in ("Receipt", "Received", NEXT[outcome]):
        said = texts.translate(only_when_sent, language)
        assert said in after and said not in before
    lines = annotate_index.index_lines([], checked, annotate_index.Shown(frozenset()), {})
    assert NEXT[outcome] not in {text for line in lines for text, _ in line.cells.values()}


def test_a_received_return_of_no_month_of_the_edition_is_not_said_to_be_unsent() -> None:
    text = receipt([], replace(facts(), version=None)).text
    assert "Version: none: it is of no country and month of the current edition" in text


def test_every_sentence_of_an_answer_is_in_the_list_for_translators(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    class Table(dict[str, dict[str, str]]):
        """A table of texts that has nothing, and notes what it is asked for."""

        def get(self, key: str, default: object = None) -> dict[str, str]:  # type: ignore[override]
            asked.add(key)
            return {}

    monkeypatch.setattr(texts, "load_texts", Table)
    hidden = simple()
    hidden["Outcomes"].row_dimensions[2].hidden = True
    hidden.create_sheet("Lists").sheet_state = "hidden"
    severities: tuple[Severity, ...] = ("refusal", "error", "warning", "info")
    found = [finding(at, sheet, severity, found="") for severity in severities for at, sheet in CASES]
    before = {key_of(found[0]): ("2023-07",), key_of(found[1]): tuple(f"2023-0{n}" for n in range(1, 7))}
    monkeypatch.setattr(annotate_index, "MOST_LISTED", 18)
    outcomes: tuple[FileStatus, ...] = ("accepted", "accepted_with_warnings", "held", "refused")
    for outcome in outcomes:
        ref_area = "" if outcome == "refused" else "THA"
        said = replace(facts(outcome, "fr"), version=None, ref_area=ref_area)
        annotate(saved(hidden), "xlsx", found, said, before=before)
        annotate(b"a;b", "csv", [], said)
        receipt(found, said)
        receipt(found, replace(said, sent=False))
    assert asked == set(ALL_TEXTS)


CASES = (("B2", "Outcomes"), ("B3", "Outcomes"), ("A1", "Lists"), ("", "Outcomes"), ("", ""))
