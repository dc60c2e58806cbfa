"""A number cell is a whole number, one of the marks, or a question to the sender: never a guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.forms.values import EXACT_LIMIT, SCRIPTS, SPACES, Convention, Parsed, parse_count
from assets.intake.workbook import Cell, CellKind, CellValue
from tests.forms.forms import FRAMEWORK

FRAMEWORK_BOUNDS = next(
    (status.lower_bound, status.upper_bound) for status in FRAMEWORK.cell_statuses if status.state == "withheld"
)
ENGLISH = Convention(",", ".")
INDONESIAN = Convention(".", ",")


def cell(value: CellValue, kind: CellKind = CellKind.TEXT, *, merged: bool = False) -> Cell:
    return Cell(7, 3, kind, value, str(value), merged)


def read(text: str, convention: Convention = ENGLISH) -> Parsed:
    return parse_count(cell(text), convention)


def why(parsed: Parsed) -> object:
    assert parsed.problem is not None
    return parsed.problem.facts.get("why")


def test_the_five_kinds_of_cell_are_five_different_things() -> None:
    blank, zero, withheld = parse_count(None, ENGLISH), read("0"), read("<5")
    not_countable, broken = read("n/a"), read("12 (3 pending)")
    assert (blank.status, blank.value, blank.expected) == ("O", None, False)
    assert (zero.status, zero.value) == ("V", 0)
    assert (withheld.status, withheld.value, withheld.lower_bound, withheld.upper_bound) == ("Q", None, 0, 4)
    assert withheld.qualifier == "under"
    assert (not_countable.status, not_countable.value) == ("M", None)
    assert broken.problem is not None and broken.problem.code == "E03"


def test_a_cell_of_nothing_but_spaces_is_blank() -> None:
    assert read(" \u00a0 ").status == "O" and read(" \u00a0 ").problem is None


def test_two_points_mean_that_the_number_will_follow() -> None:
    assert (read("..").status, read("..").expected) == ("O", True)


@pytest.mark.parametrize("text", ["N/A", " n/a ", "\u00a0..\u200f", "< 5"])
def test_marks_are_read_whatever_case_and_space(text: str) -> None:
    assert read(text).problem is None and read(text).value is None


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" 12\u00a0", 12), ("\u200e7\u200f", 7), ("1,234", 1234)])
def test_numbers_typed_as_text(text: str, value: int) -> None:
    assert (read(text).status, read(text).value) == ("V", value)


def test_thousands_follow_the_language_of_the_form() -> None:
    assert read("1.234", INDONESIAN).value == 1234
    assert read("12.345.678", INDONESIAN).value == 12_345_678
    assert read("1,234", ENGLISH).value == 1234
    assert read("1,234", ENGLISH).note == "thousands mark ,"


@pytest.mark.parametrize(
    ("text", "convention"),
    [("1.234", ENGLISH), ("1,234", INDONESIAN), ("1,23", ENGLISH), ("12,34,567", ENGLISH), ("0,123", ENGLISH)],
)
def test_a_separator_that_could_mean_either_is_asked_back(text: str, convention: Convention) -> None:
    assert why(read(text, convention)) == "separator"


def test_thai_digits_are_read_and_noted() -> None:
    assert (read("๑๒").value, read("๑๒").note) == (12, "Thai digits")


NOT_NUMBERS = ["1๒", "๑٢", "1²", "①", "1_2", "1e3", "0x1F", "Ⅻ", "½", "12.", "+5", "-", "…", "NA", "none"]


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_programs_would_take_for_a_number_is_not_taken(text: str) -> None:
    assert read(text).value is None
    assert why(read(text)) is not None


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (cell(2.5, CellKind.NUMBER), "fraction"),
        (cell(-3, CellKind.NUMBER), "negative"),
        (cell("-3"), "negative"),
        (cell("3.5"), "fraction"),
        (cell("007"), "leading_zero"),
        (cell(float(EXACT_LIMIT), CellKind.NUMBER), "too_large"),
        (cell(str(EXACT_LIMIT)), "too_large"),
        (cell(True, CellKind.BOOLEAN), "boolean"),
        (cell("#REF!", CellKind.ERROR), "error"),
        (cell("=A1", CellKind.UNCACHED_FORMULA), "uncached_formula"),
        (cell(date(2023, 9, 1), CellKind.DATE), "date"),
        (cell(4, CellKind.NUMBER, merged=True), "merged"),
    ],
)
def test_every_broken_cell_says_why(found: Cell, reason: str) -> None:
    parsed = parse_count(found, ENGLISH, sheet="Outcomes")
    assert why(parsed) == reason
    assert parsed.problem is not None
    assert (parsed.problem.code, parsed.problem.sheet, parsed.problem.cell) == ("E03", "Outcomes", "C7")
    assert parsed.problem.facts["allowed"] == "text=a whole number\nas=..\nas=n/a\nas=<5"


def test_the_largest_number_a_cell_can_hold_exactly_is_read() -> None:
    assert parse_count(cell(float(EXACT_LIMIT - 1), CellKind.NUMBER), ENGLISH).value == EXACT_LIMIT - 1


def test_a_header_in_a_value_cell_is_named_as_such() -> None:
    parsed = parse_count(cell("Total"), ENGLISH, frozenset({"total"}))
    assert parsed.problem is not None and parsed.problem.code == "E05"


def test_a_mark_the_layout_does_not_allow_is_asked_back() -> None:
    assert parse_count(cell(".."), Convention(",", ".", ("<5",))).problem is not None


@given(st.integers(0, EXACT_LIMIT - 1), st.sampled_from(sorted(SCRIPTS)), st.booleans(), st.text(SPACES, max_size=3))
def test_any_whole_number_is_read_back_in_any_script_with_or_without_separators(
    number: int, script: str, grouped: bool, space: str
) -> None:
    text = f"{number:,}" if grouped else str(number)
    native = "".join(chr(SCRIPTS[script] + int(c)) if c.isascii() and c.isdigit() else c for c in text)
    assert read(f"{space}{native}{space}").value == number
    assert read(text.replace(",", "."), INDONESIAN).value == number


@given(st.text(max_size=12))
def test_no_text_is_read_as_a_number_unless_its_digits_say_so(text: str) -> None:
    parsed = read(text)
    if parsed.problem is None and parsed.value is not None:
        digits = [c for c in text if c.isdecimal()]
        assert "".join(str(int(c)) for c in digits) == str(parsed.value)
    else:
        assert parsed.value is None


def test_what_the_mark_means_is_what_the_framework_says() -> None:
    parsed = read("<5")
    assert (parsed.lower_bound, parsed.upper_bound) == FRAMEWORK_BOUNDS
