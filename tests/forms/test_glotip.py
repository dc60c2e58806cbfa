"""The largest published file: 46,559 rows with repeats, withheld numbers and answers that went astray.

What is expected is told from the cells as openpyxl gives them (real_sources.py), without a layout.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from assets.forms.results import ReadResult
from tests.forms.forms import codes, read_file
from tests.forms.real_sources import GLOTIP, fates, glotip_lines, needs_files

pytestmark = needs_files

GLOTIP_ROWS = 46_559
REGIONS = {"CAR", "CAS", "EEU", "MCA", "MCN", "SAF", "SAM"}


@pytest.fixture(scope="module")
def glotip() -> ReadResult:
    """The UNODC release of 30 May 2023."""
    return read_file(GLOTIP)


def _glotip_fault(line: tuple[str, ...]) -> str:
    """What is wrong with a row of its own, told from the cells alone."""
    category = line[6]
    if not line[0]:
        return "E02 no country code"
    if line[0] == "Aruba/Curacao":
        return "E02 two countries in one"
    if not category:
        return "E02 no category"
    if category[0].isdigit():
        return "E03 a number as category"
    if category == "Nationality":
        return "E03 a heading as category"
    if "\ufffd" in category or "Ã" in category:
        return "E03 damaged letters"
    return ""


@pytest.mark.slow
def test_glotip_is_accounted_for_to_the_row(glotip: ReadResult) -> None:
    lines = glotip_lines()
    regions = {n for n, line in lines if line[0] in REGIONS}
    totals = {n for n, line in lines if line[6] in ("TOTAL", "TOTAL POR AÑO") and n not in regions}
    faulty = {n: fault for n, line in lines if n not in regions | totals and (fault := _glotip_fault(line))}
    groups: dict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
    for n, line in lines:
        if n not in regions | totals | faulty.keys():
            groups[line[0], *line[4:10]].append((n, line[11]))
    repeats = {n for group in groups.values() if len({v for _, v in group}) == 1 for n, _ in group[1:]}
    disagree = {n for group in groups.values() if len({v for _, v in group}) > 1 for n, _ in group}
    found: dict[str, set[int]] = defaultdict(set)
    for row in glotip.rows:
        found[row.fate].add(row.row)
    assert fates(glotip, GLOTIP_ROWS).total() == len(lines) + 3
    assert found["finding"] == faulty.keys() | disagree
    assert found["skipped"] == {1, 2, 3} | regions | totals | repeats
    assert Counter(codes(glotip.problems)) == Counter(f[:3] for f in faulty.values()) + Counter({"E01": len(disagree)})
    assert (len(regions), len(totals), len(repeats), len(disagree), len(faulty)) == (956, 2, 180, 536, 291)
    assert Counter(faulty.values())["E02 no country code"] == 26


@pytest.mark.slow
def test_glotip_cells_are_those_of_the_file(glotip: ReadResult) -> None:
    text = {f"L{n}": line[11] for n, line in glotip_lines()}
    assert {o.cell: o.raw_text for o in glotip.observations}.items() <= text.items()
    for o in glotip.observations:
        if o.raw_text == "<5":
            assert (o.obs_value, o.obs_status, o.lower_bound, o.upper_bound, o.qualifier) == (None, "Q", 0, 4, "under")
        else:
            assert o.obs_value == int(o.raw_text.replace(",", ""))
    assert Counter(o.obs_status for o in glotip.observations) == {"V": 22_518, "Q": 22_073}
    assert not [o for o in glotip.observations if o.obs_value == 0]


@pytest.mark.slow
def test_glotip_has_336_repeated_keys(glotip: ReadResult) -> None:
    keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
    times = Counter[tuple[str, ...]]()
    for _, line in glotip_lines():
        keys[line[:11]].add(line[11])
        times[line[:11]] += 1
    repeated = [key for key, number in times.items() if number > 1]
    assert (len(repeated), sum(len(keys[key]) > 1 for key in repeated)) == (336, 192)


def test_glotip_findings_stand_at_their_cells(glotip: ReadResult) -> None:
    found = {(p.code, p.cell): p.found for p in glotip.problems}
    assert found["E03", "G383"] == "97 albanian"
    assert found["E02", "A2672"] == "Aruba/Curacao"
    assert found["E02", "A37755"] == ""


def test_glotip_gives_the_published_totals_of_a_country(glotip: ReadResult) -> None:
    totals = {
        o.time_period: o.obs_value
        for o in glotip.observations
        if (o.ref_area, o.indicator, o.topic, o.sex, o.age)
        == ("THA", "Detected trafficking victims", "Total", "_T", "_T")
    }
    # The cell of 2019 (L33928) reads 1,540, and so do its parts, 344 and 1,196.
    assert (totals["2018"], totals["2019"]) == (417, 1540)


def test_glotip_names_of_countries_and_forms_become_codes_only_where_they_are_sure(glotip: ReadResult) -> None:
    areas = {o.category: o.counterpart_area for o in glotip.observations if o.topic == "by citizenship"}
    assert (areas["Viet Nam"], areas["Republic of Moldova"]) == ("VNM", "MDA")
    assert {areas[word] for word in ("Congo", "Former Yugoslavia", "Rohingya")} == {"_X"}
    forms = {o.category: o.exploitation for o in glotip.observations if o.topic == "by form of exploitation"}
    assert forms == {"Sexual exploitation": "SEX", "Forced labour": "LAB", "Other forms of exploitation": "OTH"}
    assert {(o.exploitation, o.counterpart_area) for o in glotip.observations if o.topic == "Total"} == {("_T", "_T")}
