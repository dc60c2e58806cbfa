"""The form in each of its languages: nothing left in English, words that are read back, texts that fit."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from assets.forms import codes as codes_module
from assets.forms.codes import code_book, plain
from assets.forms.layout.blocks import FormField, GridBlock, ListBlock
from assets.forms.writer import form_context
from assets.forms.writer.build import build_form
from assets.forms.writer.option_lists import MESSAGE_LIMIT, TITLE_LIMIT
from assets.forms.writer.text import text_width
from assets.framework.texts import languages, load_texts, places, translate
from tests.checking.tongues import TONGUE, left_in_english, spoken
from tests.forms.contents import odd_content, sample
from tests.forms.forms import AREA, EDITION, FORM, FRAMEWORK, MONTH, place_of, put, read_changed

LANGUAGES = tuple(FORM.conventions)
OTHERS = tuple(language for language in LANGUAGES if language != "en")
# Words that the languages of the form have in common with English.
SAME = {"INTERPOL", "Final", "Unit", "Compendium"}
FIELDS = [item for block in FORM.form_blocks if not isinstance(block, GridBlock) for item in block.fields]
MACHINE_WORDS = {"value", "text", *(item.name for item in FIELDS)}


def write(path: Path, language: str) -> Path:
    build_form(
        FRAMEWORK, FORM, EDITION, AREA, MONTH, path,
        language=language, content=odd_content(3), previous=sample("2023-08"), synthetic=True,
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same form in every language, with all that can be said on it."""
    folder = tmp_path_factory.mktemp("languages")
    return {language: write(folder / f"{language}.xlsx", language) for language in LANGUAGES}


def texts_of(path: Path) -> dict[tuple[int, str], str]:
    """Every text on the sheets, those of the hidden lists too, by number of the sheet and cell."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (number, cell.coordinate): cell.value
        for number, sheet in enumerate(book)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def test_the_table_has_the_languages_of_the_form() -> None:
    assert set(LANGUAGES) <= set(languages())


def test_every_text_of_the_form_is_translated_with_the_same_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def remember(text: str, language: str) -> str:
        asked.add(text)
        return translate(text, language)

    for module in (form_context, codes_module):
        monkeypatch.setattr(module, "translate", remember)
    for month in ("2023-07", MONTH):
        build_form(
            FRAMEWORK, FORM, EDITION, AREA, month, tmp_path / "form.xlsx",
            content=odd_content(3), previous=sample("2023-08"), synthetic=True,
        )  # fmt: skip
    assert len(asked) > 300
    table = load_texts()
    lacking = {(text, language) for text in asked for language in OTHERS if not table.get(text, {}).get(language)}
    assert not lacking
    assert all(places(table[text][language]) == places(text) for text in asked for language in OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_in_english(forms: dict[str, Path], language: str) -> None:
    """By another route than the table: the two files, cell by cell."""
    english, translated = texts_of(forms["en"]), texts_of(forms[language])
    content = odd_content(3)
    typed = {value for rows in content.lists.values() for row in rows for value in row.values()}
    typed |= {value for cells in (*content.grids.values(), content.cover) for value in cells.values()}
    names = {name for _, name in code_book(FRAMEWORK, language).countries}
    left = {
        text
        for place, text in english.items()
        if translated.get(place) == text
        and re.search("[a-z]{3}", re.sub(r"[A-Z][a-z]+ 20[0-9]{2}|Thailand", "", text))
        and not re.match("jpa:|label:|[a-z_]+: (code|word)$", text)
        and not set(text.split("; ")) <= names | typed | SAME | MACHINE_WORDS
    }
    assert not left


def test_no_word_of_a_form_was_put_together_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in what it says by itself while it is filled in: formulas, messages, headers of the print."""
    path = tmp_path / "form.xlsx"
    with spoken(monkeypatch):
        build_form(
            FRAMEWORK, FORM, EDITION, AREA, MONTH, path, language=TONGUE, previous=sample("2023-08"), synthetic=True
        )  # fmt: skip
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    sheets = "".join(text for name, text in parts.items() if name.startswith("xl/worksheets/"))
    said = re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])
    for formula in re.findall(r"<(?:f|formula\d?)>([^<]*)</", sheets):
        said += re.findall('"([^"]*)"', unescape(formula))
    said += re.findall(r'(?:error|prompt|errorTitle|promptTitle)="([^"]*)"', sheets)
    said += re.findall(r"<odd(?:Header|Footer)>([^<]*)</", sheets)
    assert len(said) > 300
    machine = re.compile(r"jpa:.*|label:.*|[a-z_]+: (code|word)|[A-Z0-9_.]+|en|th|n/a")
    left = [text for text in map(unescape, said) if not machine.fullmatch(text) and text not in MACHINE_WORDS]
    assert [text for text in left if left_in_english(text)] == []


def test_a_thai_form_is_written_in_thai(forms: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(forms["th"], data_only=True)
    for sheet in book.worksheets[:-1]:
        assert re.search("[\u0e01-\u0e5b]", sheet.title)
        assert sheet["B1"].font.name == "Tahoma"
        assert all(re.search("[\u0e01-\u0e5b]", str(sheet.cell(row, 2).value)) for row in (1, 2, 3))


def validations(path: Path) -> Iterator[tuple[str, str]]:
    for sheet in openpyxl.load_workbook(path):
        for check in sheet.data_validations.dataValidation:
            yield str(check.errorTitle), str(check.error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_and_name_is_as_short_as_excel_asks(forms: dict[str, Path], language: str) -> None:
    book = openpyxl.load_workbook(forms[language])
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    found = set(validations(forms[language]))
    assert len(found) > 10
    assert all(0 < len(title) <= TITLE_LIMIT and 0 < len(text) <= MESSAGE_LIMIT for title, text in found)
    # A message that had to be cut would end in the middle of a sentence.
    assert all(len(text) < MESSAGE_LIMIT for _, text in found)
    with zipfile.ZipFile(forms[language]) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/sheet"):
                continue
            xml = package.read(name).decode()
            printed = re.findall(r"<odd(?:Header|Footer)>(.*?)</odd", xml)
            assert all(len(text) <= 255 for text in printed)
            formulas = re.findall(r"<formula1?>(.*?)</formula1?>", xml)
            assert all(len(formula.replace("&lt;", "<").replace("&gt;", ">")) <= 255 for formula in formulas)
            literals = re.findall(r"&quot;|\"((?:[^\"]|\"\")*)\"", " ".join(re.findall(r"<f>(.*?)</f>", xml)))
            assert all(len(text) <= 255 for text in literals)
            assert all(len(formula) <= 8192 for formula in re.findall(r"<f>(.*?)</f>", xml))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_heading_is_wider_than_its_column(language: str) -> None:
    for block in FORM.form_blocks:
        heads: list[tuple[str, float]] = []
        if isinstance(block, GridBlock):
            heads += [(label.label, label.width) for label in block.row_labels]
            heads += [(column.label, block.column_width) for column in block.columns]
        elif isinstance(block, ListBlock):
            heads += [(item.label, item.width) for item in block.fields]
        for text, width in heads:
            longest = max(translate(text, language).split(), key=text_width)
            # Thai is cut inside its words, by dictionary.
            assert language == "th" or text_width(longest) <= width, (text, longest)


def choice_fields() -> list[FormField]:
    return [item for item in FIELDS if item.kind in ("code", "participant", "country", "area")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_drop_down_is_read_back_to_its_code(language: str) -> None:
    book, english = code_book(FRAMEWORK, language), code_book(FRAMEWORK, "en")
    for item in choice_fields():
        options = book.options(item, EDITION)
        own = {plain(word): code for code, word in options}
        assert len(own) == len(options), (item.name, language)
        for code, word in options:
            assert book.code_of(item, f" {word} ") == code
            assert book.code_of(item, word.upper()) in (code, "")
            # "NGA" is the code of Nigeria, and "Nga" is Russia in Vietnamese: asked back, never guessed.
            assert book.code_of(item, code) == (code if own.get(plain(code), code) == code else "")
        for code, word in english.options(item, EDITION):
            assert book.code_of(item, word) == own.get(plain(word), code)


def test_russia_in_vietnamese_is_not_the_code_of_nigeria() -> None:
    book = code_book(FRAMEWORK, "vi")
    country = next(item for item in choice_fields() if item.kind == "country")
    assert [book.code_of(country, text) for text in ("Nga", "NGA", "nga", "Nigeria", "RUS")] == [
        "RUS",
        "",
        "",
        "NGA",
        "RUS",
    ]


@pytest.mark.parametrize(("language", "sheet"), [("id", "Sampul"), ("th", "หน้าปก")])
def test_an_english_word_typed_into_a_form_in_another_language_is_read(file: Path, language: str, sheet: str) -> None:
    result = read_changed(file, put(sheet, "data_status", "value", "Provisional"), language=language)
    assert result.problems == []
    assert [e.value_text for e in result.entries if e.field == "data_status"] == ["PROVISIONAL"]


def test_a_heading_pasted_into_a_value_cell_is_named_in_any_language(file: Path) -> None:
    result = read_changed(file, put("Kết quả", "ARR.TIP", "F.Y0T17", "Nữ 0–17"), language="vi")
    assert [problem.code for problem in result.problems] == ["E05"]


def test_places_of_a_text_name_the_sheets_as_their_tabs_do(forms: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(forms["id"], data_only=True)
    cover = " ".join(str(c.value) for row in book["Sampul"].iter_rows() for c in row)
    assert "lembar Catatan" in cover and "Catatan" in book.sheetnames
    assert "10 Oktober 2023" in cover
    assert place_of(book["Hasil"], "ARR.TIP", "_T._T")
