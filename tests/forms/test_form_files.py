"""Forms for one country or all, for a month or an edition, as `jpa form` writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assets.forms.layout.layout import LayoutError
from assets.forms.writer.content import FormContent
from assets.forms.writer.files import form_language, form_name, write_forms
from assets.forms.writer.grid_rows import content_of
from assets.framework.loader import FrameworkError
from tests.forms.contents import sample
from tests.forms.forms import EDITION, FORM, FRAMEWORK, LAYOUTS, MONTH, read_file, write_form
from tests.forms.test_round_trip import full_content

COUNTRIES = FRAMEWORK.participants_of(EDITION)


def test_all_countries_get_a_form_in_their_language(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    files = write_forms(
        FRAMEWORK, LAYOUTS, tmp_path, months=[MONTH], progress=lambda n, of, path: seen.append((n, of, path.name))
    )
    assert [file.name for file in files] == [f"JPA6_{country}_2023-09.xlsx" for country in COUNTRIES]
    assert seen == [(n, len(COUNTRIES), file.name) for n, file in enumerate(files, start=1)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(file.name for file in files)
    read = {result.ref_area: result for result in map(read_file, files)}
    assert set(read) == set(COUNTRIES)
    assert {area: result.language for area, result in read.items()} == {
        "AUS": "en", "CAN": "en", "IDN": "id", "LKA": "en", "MYS": "ms", "NZL": "en", "THA": "th", "VNM": "vi",
    }  # fmt: skip
    assert all(result.problems == [] and result.time_period == MONTH for result in read.values())


def test_one_country_gets_a_form_for_every_month_of_the_edition(tmp_path: Path) -> None:
    files = write_forms(FRAMEWORK, LAYOUTS, tmp_path, countries=["NZL"])
    assert [file.name for file in files] == [form_name(EDITION, "NZL", m) for m in FRAMEWORK.edition(EDITION).months]


def test_the_language_may_be_chosen_for_all_or_for_some(tmp_path: Path) -> None:
    ask = {"countries": ["THA", "IDN"], "months": [MONTH]}
    for chosen, expected in (("vi", ["vi", "vi"]), ({"THA": "en"}, ["en", "id"])):
        files = write_forms(FRAMEWORK, LAYOUTS, tmp_path, language=chosen, replace=True, **ask)  # type: ignore[arg-type]
        assert [read_file(file).language for file in files] == expected


def test_a_country_whose_language_the_form_lacks_gets_english() -> None:
    assert [form_language(FRAMEWORK, FORM, code) for code in ("MMR", "SGP", "BRN", "JPN")] == ["en", "en", "ms", "en"]


def test_the_same_forms_written_again_are_the_same_bytes(tmp_path: Path) -> None:
    first = {f: f.read_bytes() for f in write_forms(FRAMEWORK, LAYOUTS, tmp_path, months=[MONTH], countries=["THA"])}
    again = write_forms(FRAMEWORK, LAYOUTS, tmp_path, months=[MONTH], countries=["THA"])
    assert {f: f.read_bytes() for f in again} == first


def test_a_form_that_somebody_filled_in_is_not_written_over(tmp_path: Path) -> None:
    filled = write_form(tmp_path / form_name(EDITION, "THA", MONTH), full_content())
    kept = filled.read_bytes()
    with pytest.raises(FileExistsError, match="may be filled in"):
        write_forms(FRAMEWORK, LAYOUTS, tmp_path, months=[MONTH], countries=["THA"])
    assert filled.read_bytes() == kept
    assert list(tmp_path.iterdir()) == [filled]
    write_forms(FRAMEWORK, LAYOUTS, tmp_path, months=[MONTH], countries=["THA"], replace=True)
    assert filled.read_bytes() != kept


def test_what_is_unknown_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    for ask, error in (
        ({"countries": ["XXX"]}, FrameworkError),
        ({"months": ["2020-01"]}, FrameworkError),
        ({"edition_id": "JPA0"}, FrameworkError),
        ({"language": "fr"}, LayoutError),
    ):
        with pytest.raises(error, match=r"XXX|2020-01|JPA0|fr"):
            write_forms(FRAMEWORK, LAYOUTS, folder, **ask)  # type: ignore[arg-type]
    assert not folder.exists()


def test_the_last_return_of_a_country_stands_beside_the_new_cells(tmp_path: Path) -> None:
    last = read_file(write_form(tmp_path / "last.xlsx", sample("2023-08")))
    earlier = content_of(last.observations, "2023-08", FORM, FRAMEWORK)
    assert earlier.grids == {name: dict(cells) for name, cells in sample("2023-08").grids.items()}
    folder = tmp_path / "forms"

    def previous(country: str, month: str) -> FormContent | None:
        return earlier if (country, month) == ("THA", MONTH) else None

    with_it, without = write_forms(
        FRAMEWORK, LAYOUTS, folder, countries=["THA"], months=[MONTH, "2023-10"], language="en", previous=previous
    )
    assert b"Earlier: August 2023" in _strings(with_it)
    assert b"Earlier" not in _strings(without)


def _strings(file: Path) -> bytes:
    with zipfile.ZipFile(file) as package:
        return package.read("xl/sharedStrings.xml")
