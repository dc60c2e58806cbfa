"""What one return says for an indicator: typed total, parts, blanks, marks, forms of exploitation, nil returns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.built import Built, built
from tests.warehouse.small_edition import SmallEdition, Value, cell_of

JULY = "2023-07"
SEXES = {"F": 1, "M": 2}

# What stands in the return, what its country's value is: number, state, and whether it is only a lower bound.
CASES: dict[str, tuple[str, dict[str, Value], tuple[int | None, str, bool]]] = {
    "the typed total wins over its parts": ("ARR", {"ARR TIP": 9, "ARR TIP F.Y_GE18": 2}, (9, "value", False)),
    "a zero is a value": ("ARR", {"ARR TIP": 0, "ARR SOM": 0, "ARR MIX": 0}, (0, "value", False)),
    "parts add up where no total was typed": (
        "ARR",
        {"ARR TIP": None, "ARR TIP F.Y_GE18": 2, "ARR TIP M.Y_GE18": 3, "ARR TIP _U._T": 1},
        (6, "value", False),
    ),
    "a total for one crime and parts for another": (
        "ARR",
        {"ARR TIP": 4, "ARR TIP F._U": 1, "ARR SOM F.Y0T17": 1, "ARR SOM M._U": 2, "ARR MIX": 0},
        (7, "value", False),
    ),
    "parts typed as 0 without a total": ("ARR", {"ARR TIP F._U": 0, "ARR TIP M._U": 0}, (0, "value", False)),
    "a withheld part under a typed total": ("ARR", {"ARR TIP": 6, "ARR TIP F._U": "<5"}, (6, "value", False)),
    "a withheld part and no total": ("ARR", {"ARR TIP F._U": 6, "ARR TIP M._U": "<5"}, (6, "value", True)),
    "a blank part and no total": ("ARR", {"ARR TIP F._U": 6, "ARR TIP M._U": None}, (6, "value", True)),
    "a part that cannot be counted and no total": (
        "ARR",
        {"ARR TIP F._U": 6, "ARR TIP _O._T": "n/a"},
        (6, "value", False),
    ),
    "a zero beside a withheld part is no zero": (
        "ARR",
        {"ARR TIP F._U": 0, "ARR TIP M._U": "<5"},
        (None, "withheld", False),
    ),
    "a zero beside a blank part is no zero": (
        "ARR",
        {"ARR TIP F._U": 0, "ARR TIP M._U": None},
        (None, "missing", False),
    ),
    "under 5 alone": ("ARR", {"ARR TIP": "<5"}, (None, "withheld", False)),
    "under 5 as total, known by its parts": (
        "ARR",
        {"ARR TIP": "<5", "ARR TIP F._U": 2, "ARR TIP M._U": 1},
        (3, "value", False),
    ),
    "under 5 as total of one known and one withheld part": (
        "ARR",
        {"ARR TIP": "<5", "ARR TIP F._U": 3, "ARR TIP M._U": "<5"},
        (3, "value", True),
    ),
    "under 5 as total beside parts of more": (
        "ARR",
        {"ARR TIP": "<5", "ARR TIP F._U": 6, "ARR TIP M._U": 1},
        (7, "value", False),
    ),
    "one crime known, one withheld": ("ARR", {"ARR TIP": 5, "ARR SOM": "<5", "ARR MIX": 0}, (5, "value", True)),
    "one crime known, one blank": ("ARR", {"ARR TIP": 5, "ARR SOM": None, "ARR MIX": 0}, (5, "value", True)),
    "one crime known, one that cannot be counted": ("ARR", {"ARR TIP": 5, "ARR SOM": "n/a"}, (5, "value", False)),
    "nothing but n/a": (
        "ARR",
        {"ARR TIP": "n/a", "ARR SOM": "n/a", "ARR TIP F._U": "n/a"},
        (None, "cannot_count", False),
    ),
    "a total that cannot be counted over blank parts": (
        "ARR",
        {"ARR TIP": "n/a", "ARR TIP F._U": None},
        (None, "cannot_count", False),
    ),
    "a total that cannot be counted over known parts": (
        "ARR",
        {"ARR TIP": "n/a", "ARR TIP F._U": 2},
        (2, "value", False),
    ),
    "one part that cannot be counted, the rest blank": (
        "ARR",
        {"ARR TIP": None, "ARR TIP F._U": "n/a"},
        (None, "missing", False),
    ),
    "blank": ("ARR", {"ARR TIP": None, "ARR TIP F._U": None}, (None, "missing", False)),
    "still to come": ("CON", {"CON TIP": ".."}, (None, "missing", False)),
    "one stock, one flow": ("INV_OPN", {"INV_OPN TIP": 7, "INV_NEW TIP": 2}, (7, "value", False)),
    "all forms wins over the forms": (
        "VIC_ID",
        {"VIC_ID _T IDF _T": 9, "VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF LAB": 3},
        (9, "value", False),
    ),
    "the forms add up where all forms is blank": (
        "VIC_ID",
        {"VIC_ID _T IDF _T": None, "VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF LAB": 3},
        (7, "value", False),
    ),
    "a form that cannot be counted beside known ones": (
        "VIC_ID",
        {"VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF ORG": "n/a"},
        (4, "value", False),
    ),
    "a form that is withheld beside known ones": (
        "VIC_ID",
        {"VIC_ID _T IDF _T": None, "VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF LAB": "<5"},
        (4, "value", True),
    ),
    "all forms withheld, forms of more than that": (
        "VIC_ID",
        {"VIC_ID _T IDF _T": "<5", "VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF LAB": 2},
        (6, "value", False),
    ),
    "all forms known in part only, forms known whole": (
        "VIC_ID",
        {"VIC_ID _T IDF _T F._U": 2, "VIC_ID _T IDF _T M._U": None, "VIC_ID _T IDF SEX": 4, "VIC_ID _T IDF LAB": 1},
        (5, "value", False),
    ),
    "potential victims are not counted among the identified": (
        "VIC_ID",
        {"VIC_ID _T IDF _T": 3, "VIC_ID _T POT _T": 40},
        (3, "value", False),
    ),
    "potential victims alone": ("VIC_ID", {"VIC_ID _T IDF _T": None, "VIC_ID _T POT _T": 40}, (None, "missing", False)),
    "smuggled migrants are no victims": ("VIC_ID", {"VIC_ID _T IDF _T": 0, "MIG_SMG SOM": 40}, (0, "value", False)),
    "not asked in this return": ("WAR_EXE", {"ARR TIP": 1}, (None, "missing", False)),
}


@pytest.fixture(scope="module")
def tables() -> Iterator[Built]:
    """One return a case, each of a country of its own."""
    small = SmallEdition(countries=list(COUNTRIES.values()), months=1)
    for name, (_, cells, _) in CASES.items():
        small.send(COUNTRIES[name], JULY, cells)
    with built(small) as made:
        yield made


COUNTRIES = dict(zip(CASES, sorted(SmallEdition().framework.country_by_code), strict=False))


@pytest.mark.parametrize("name", CASES)
def test_the_value_of_a_return(tables: Built, name: str) -> None:
    indicator, _, expected = CASES[name]
    assert tables.value(indicator, COUNTRIES[name], JULY) == expected


def test_cells_add_up_in_all_of_these(tables: Built) -> None:
    assert tables.wrong() == {}


def test_bounds_hold_the_true_number() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"ARR TIP": 5, "ARR SOM": "<5", "ARR MIX": "<5", "CHG TIP": 5, "CHG SOM": None})
    with built(small) as tables:
        columns = ("lower_bound", "upper_bound", "withheld_cells")
        assert tables.one("core.return_values", *columns, indicator="ARR") == (5, 13, 2)
        assert tables.one("core.return_values", *columns, indicator="CHG") == (5, None, 0)


def test_the_typed_total_wins_over_the_sum_of_its_parts() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"ARR TIP": 9, "ARR TIP F._U": 2, "ARR TIP M._U": 3, "ARR SOM F._U": 1})
    with built(small) as tables:
        columns = ("crime", "lower_bound", "from_parts")
        assert tables.rows("core.reported_values", *columns) == [("SOM", 1, True), ("TIP", 9, False)]


def test_a_nil_return_says_0_for_what_happened_and_nothing_of_stocks_and_marks() -> None:
    small = SmallEdition(months=1)
    cells: dict[str, Value] = {"ARR TIP": None, "ARR SOM": None, "INV_OPN TIP": None, "CON TIP": "..", "CHG TIP": "n/a"}
    small.send("THA", JULY, cells, nil_return=True, listed={})
    with built(small) as tables:
        expected = {"ARR": (0, "value"), "INV_OPN": (None, "missing"), "CON": (None, "missing")}
        expected |= {"CHG": (None, "cannot_count"), "INF_ENQ": (0, "value"), "TRN_SES": (0, "value")}
        for indicator, (value, state) in expected.items():
            assert tables.value(indicator, "THA", JULY) == (value, state, False)
        assert tables.wrong() == {}


def test_persons_given_for_all_crimes_and_for_each_are_not_counted_twice() -> None:
    small = SmallEdition(countries=("THA",), months=1)
    cells: dict[str, Value] = {"ARR _T": 9, "ARR _T F.Y_GE18": 9, "ARR TIP": 6, "ARR TIP F.Y_GE18": 6, "ARR SOM": 3}
    cells |= {"ARR SOM F.Y_GE18": 3, "ARR _T M.Y_GE18": None, "ARR TIP M.Y_GE18": 0, "ARR SOM M.Y_GE18": 0}
    small.send("THA", "2023-07", cells)
    with built(small) as tables:
        assert tables.total("ARR") == 9
        parts = tables.rows("outcomes.sex_age_to_date", "sex", "obs_value", "is_lower_bound", indicator="ARR")
        assert parts == [("F", 9, False), ("M", 0, False)]


def test_a_cell_whose_problem_was_waived_is_a_gap_and_no_zero() -> None:
    small = SmallEdition(countries=("MYS", "THA"), months=1)
    words = cell_of("ARR TIP", None) | {"raw_text": "7 or so"}
    small.send("THA", "2023-07", {"ARR SOM": 3, "ARR MIX": 0}, observations=[words])
    small.send("MYS", "2023-07", {"ARR SOM": None, "ARR MIX": None}, observations=[words], nil_return=True)
    with built(small) as tables:
        assert tables.value("ARR", "THA", "2023-07") == (3, "value", True)
        assert tables.value("ARR", "MYS", "2023-07") == (None, "missing", False)


def test_overlapping_parts_of_another_layout_are_not_added_twice() -> None:
    small = SmallEdition(months=1)
    totals_and_ages = {"ARR TIP F._T": 5, "ARR TIP F.Y0T17": 2, "ARR TIP F.Y_GE18": 3, "ARR TIP M._T": 4}
    small.send("THA", JULY, totals_and_ages | {"ARR TIP _T.Y0T17": 2, "ARR TIP _T.Y_GE18": 7})
    small.send("MYS", JULY, {"ARR TIP _T.Y0T17": 2, "ARR TIP _T.Y_GE18": 7})
    with built(small) as tables:
        assert tables.value("ARR", "THA", JULY) == (9, "value", False)
        assert tables.value("ARR", "MYS", JULY) == (9, "value", False)
        assert tables.rows("outcomes.sex_age_to_date", "sex", "age", "obs_value", indicator="ARR") == [
            ("F", "Y0T17", 2), ("F", "Y_GE18", 3), ("M", "_T", 4), ("_T", "Y0T17", 2), ("_T", "Y_GE18", 7),
        ]  # fmt: skip
        assert tables.wrong() == {}


def test_each_row_decides_by_itself_which_of_its_parts_are_added() -> None:
    # A row by sex and age, one by sex alone, one by age alone: beside each other in every way that rows can differ.
    by_sex_and_age: dict[str, Value] = {"F._T": 3, "F.Y0T17": 1, "F.Y_GE18": 1, "M._T": 4}
    by_sex: dict[str, Value] = {"F._T": 3, "M._T": 4, "_T.Y0T17": 90}
    by_age: dict[str, Value] = {"_T.Y0T17": 3, "_T.Y_GE18": 5}
    rows = {
        "ARR TIP": by_sex_and_age, "ARR SOM": by_sex, "ARR MIX": by_age, "CHG TIP": by_sex, "CON TIP": by_age,
        "VIC_ID _T IDF SEX": by_sex_and_age, "VIC_ID _T IDF LAB": by_sex, "VIC_ID _T IDF BEG": by_age,
        "VIC_ID _T POT SEX": by_sex, "VIC_ID _T POT LAB": by_age,
    }  # fmt: skip
    # Adding up: 1 + 1 + 4 = 6, 3 + 4 = 7, 3 + 5 = 8.
    small = SmallEdition(months=1)
    small.send(
        "THA", JULY, {f"{row} {column}": value for row, parts in rows.items() for column, value in parts.items()}
    )
    small.send("MYS", JULY, {f"ARR TIP {column}": value for column, value in by_sex.items()})
    small.send("VNM", JULY, {f"ARR TIP {column}": value for column, value in by_age.items()})
    with built(small) as tables:
        found = {name: tables.value(name, "THA", JULY)[0] for name in ("ARR", "CHG", "CON", "VIC_ID")}
        assert found == {"ARR": 6 + 7 + 8, "CHG": 7, "CON": 8, "VIC_ID": 6 + 7 + 8}
        assert tables.value("ARR", "MYS", JULY) == (7, "value", False)
        assert tables.value("ARR", "VNM", JULY) == (8, "value", False)
        potential = tables.rows("core.reported_values", "exploitation", "lower_bound", victim_status="POT")
        assert potential == [("LAB", 8), ("SEX", 7)]
        assert tables.wrong() == {}


def test_a_total_over_all_crimes_wins_over_the_crimes_and_need_not_be_reached_by_them() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"ARR _T": 9, "ARR TIP": 5, "ARR SOM": 1})
    with built(small) as tables:
        assert tables.value("ARR", "THA", JULY) == (9, "value", False)
        assert tables.wrong() == {}


def test_cumulative_figures_kept_beside_the_monthly_ones_are_not_added() -> None:
    small = SmallEdition(months=1)
    monthly, cumulative = cell_of("ARR TIP", 4), cell_of("ARR TIP", 40) | {"reporting_mode": "CUM"}
    small.send("THA", JULY, observations=[monthly | {"cell": "C9"}, cumulative | {"cell": "C9"}])
    with built(small) as tables:
        assert tables.total("ARR") == 4
        assert tables.rows("core.observations", "obs_value", "reporting_mode") == [(4, "PERIOD"), (40, "CUM")]
        assert tables.rows("outcomes.cells_behind", "obs_value", "role_in_total") == [(4, "added"), (40, "detail")]
        assert tables.wrong() == {}


def test_victims_by_citizenship_explain_the_total_and_add_nothing_to_it() -> None:
    small = SmallEdition(months=1)
    by_citizenship = [cell_of("VIC_ID _T IDF _T", 3) | {"counterpart_area": code} for code in ("MMR", "LAO")]
    small.send("THA", JULY, {"VIC_ID _T IDF _T": 6}, observations=by_citizenship)
    with built(small) as tables:
        assert tables.total("VIC_ID") == 6
        assert tables.rows("outcomes.cells_behind", "counterpart_area", "obs_value", "role_in_total") == [
            ("LAO", 3, "detail"), ("MMR", 3, "detail"), ("_T", 6, "added"),
        ]  # fmt: skip


def test_every_withheld_cell_is_counted_as_withheld() -> None:
    small = SmallEdition(months=1)
    small.send("THA", JULY, {"VIC_ID TIP IDF SEX": "<5", "VIC_ID TIP IDF LAB": "<5", "VIC_ID TIP IDF DOM": 7})
    with built(small) as tables:
        found = tables.rows("outcomes.indicator_country_month", "withheld_cells", indicator="VIC_ID", ref_area="THA")
        assert found == [(2,)]
