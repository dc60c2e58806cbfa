"""Names of countries and months in a language, and what one build is of."""

from __future__ import annotations

from datetime import date

import pytest

from assets.framework.loader import load_framework
from assets.framework.names import country_name, day_name, month_name, number, return_name
from assets.framework.vintage import month_end, preview, release

FRAMEWORK = load_framework()
EDITION = FRAMEWORK.edition("JPA6")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("VNM", "en", "Viet Nam"),
        ("VNM", "vi", "Việt Nam"),
        ("THA", "th", "ไทย"),
        ("IDN", "id", "Indonesia"),
        ("LKA", "ms", "Sri Lanka"),
        ("XXX", "en", "XXX"),
    ],
)
def test_a_country_is_called_as_people_call_it(code: str, language: str, name: str) -> None:
    assert country_name(FRAMEWORK, code, language) == name


def test_every_country_has_a_name_in_every_language() -> None:
    for country in FRAMEWORK.countries:
        for language in ("en", "id", "ms", "th", "vi"):
            assert country_name(FRAMEWORK, country.ref_area, language) != country.ref_area


@pytest.mark.parametrize(
    ("language", "form", "name"),
    [
        ("en", "", "September 2023"),
        ("th", "", "กันยายน 2023"),
        ("vi", "", "tháng 9 năm 2023"),
        ("vi", "MMM", "thg 9"),
        ("en", "MMM", "Sep"),
    ],
)
def test_a_month_is_written_out_with_a_common_era_year(language: str, form: str, name: str) -> None:
    assert month_name("2023-09", language, form) == name


@pytest.mark.parametrize("language", ["tet", "dv"])
def test_a_language_that_cldr_hardly_knows_is_given_english_names(language: str) -> None:
    assert country_name(FRAMEWORK, "TLS", language) == country_name(FRAMEWORK, "TLS")
    assert month_name("2023-09", language) == "September 2023"
    assert day_name(date(2024, 4, 30), language) == "30 April 2024"


def test_what_is_not_known_of_a_return_is_said_so_in_its_language() -> None:
    assert return_name(FRAMEWORK, "THA", "2023-09") == "Thailand, September 2023"
    assert return_name(FRAMEWORK, "THA", "", "vi") == "Thái Lan, không rõ tháng"
    assert return_name(FRAMEWORK, "", "", "id") == "negara tidak diketahui, bulan tidak diketahui"


def test_days_and_numbers_are_written_by_language() -> None:
    assert day_name(date(2024, 4, 30)) == "30 April 2024"
    assert day_name(date(2024, 4, 30), "id") == "30 April 2024"
    assert day_name(date(2024, 4, 30), "th") == "30 เมษายน ค.ศ. 2024"
    assert number(1214) == "1,214"
    assert number(1214, "vi") == "1.214"
    assert number(0) == "0"


def test_a_preview_is_as_of_today_until_the_last_cut_off_and_then_stands_still() -> None:
    assert preview(EDITION, date(2023, 9, 1)).cut_off == date(2023, 9, 1)
    assert preview(EDITION, date(2024, 8, 15)).cut_off == date(2024, 8, 15)
    for today in (date(2024, 8, 16), date(2031, 1, 1)):
        assert preview(EDITION, today).cut_off == date(2024, 8, 15)
    assert preview(EDITION, date(2031, 1, 1), date(2025, 2, 3)).cut_off == date(2025, 2, 3)
    assert preview(EDITION, date(2031, 1, 1), date(2023, 8, 1)).cut_off == date(2024, 8, 15)


def test_a_preview_and_a_release_say_what_they_are() -> None:
    shown = preview(EDITION, date(2023, 9, 1))
    assert (shown.release_id, shown.is_release, shown.release_month, shown.revision) == ("JPA6-preview", False, "", 0)
    made = release(EDITION, "2023-12", 2)
    assert (made.release_id, made.is_release, made.release_month) == ("JPA6-2023-12-r2", True, "2023-12")
    assert (made.revision, made.cut_off, made.audience) == (2, date(2024, 1, 15), "restricted")


def test_a_release_of_no_month_of_the_edition_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"2024-08 is not a month of Sixth Joint Period of Action \(2023-07 to 2024-07\)"
    ):
        release(EDITION, "2024-08")


@pytest.mark.parametrize(("month", "day"), [("2023-12", 31), ("2024-02", 29), ("2023-02", 28), ("2023-06", 30)])
def test_a_month_ends_on_its_last_day(month: str, day: int) -> None:
    assert month_end(month) == date(int(month[:4]), int(month[5:]), day)
