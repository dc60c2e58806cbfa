"""Published tables after one change that people make: read right or asked back, never silently misread."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from operator import attrgetter
from pathlib import Path

import pytest

from assets.forms.foreign.fates import KEY
from assets.forms.layout.layout import Layout
from assets.forms.layout.table_blocks import TableBlock
from assets.forms.results import ReadResult
from tests.forms.forms import LAYOUTS, read_file
from tests.forms.mutations import MUTATIONS, Mutant, Mutation, Source
from tests.forms.real_sources import FBI, GLOTIP, NCRB, NRM, SDG, csv_lines, glotip_lines, needs_files

pytestmark = needs_files
SEEDS = range(2)
_key = attrgetter(*KEY, "reporting_mode")

FILES = {
    "nrm_age_sex": NRM / "NRM referrals by age and sex.csv",
    "nrm_responder": NRM / "NRM referrals by first responder.csv",
    "nrm_nationality": NRM / "NRM referrals by nationality.csv",
    "nrm_over_time": NRM / "NRM referrals over time.csv",
    "nrm_conclusive": NRM / "conclusive grounds by age.csv",
    "nrm_reasonable": NRM / "reasonable grounds by age.csv",
    "nrm_duty": NRM / "duty to notify - longitudinal.csv",
    "nrm_duty_nationality": NRM / "duty to notify.csv",
    "sdg_bih": SDG / "BIH-RS_indicator_16-2-2.csv",
    "sdg_can": SDG / "CAN_statcan_indicator_16-2-2.csv",
    "sdg_gbr": SDG / "GBR_ons_indicator_16-2-2.csv",
    "sdg_kaz": SDG / "KAZ_kazstat_indicator_16-2-2.csv",
    "sdg_usa": SDG / "USA_gsa_indicator_16-2-2.csv",
    "fbi": FBI / "fbi_2016_table1_offenses_clearances.csv",
    "ncrb": NCRB,
    "glotip": GLOTIP,
}
HEADINGS = {"fbi": 4, "glotip": 2}


@cache
def source(name: str) -> Source:
    path = FILES[name]
    separator = "\t" if path == NCRB else ","
    if path == GLOTIP:
        titles = [["UNODC"], ["30/05/2023"], GLOTIP_HEADING]
        lines = [*titles, *(list(line) for _, line in glotip_lines()[1000:1060])]
    else:
        lines = csv_lines(path, separator)
    if path == NCRB:
        lines = [lines[0], *lines[1:40], *lines[2451:2470], *lines[4130:4140]]
    while not any(lines[-1]):
        lines.pop()
    heading = HEADINGS.get(name, 0)
    layout = _layout("unodc_glotip" if path == GLOTIP else read_file(path).layout)
    tells = tuple(condition.row for condition in layout.fits if condition.row)
    block = layout.tables[0]
    return Source(name, lines, heading, block.header_levels, separator, tells, _used(block, lines[heading]))


GLOTIP_HEADING = [
    "Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age", "Year",
    "Unit of measurement", "txtVALUE", "Source",
]  # fmt: skip


def _layout(name: str) -> Layout:
    return next(layout for layout in LAYOUTS if layout.id == name)


def _used(block: TableBlock, heading: list[str]) -> tuple[str, ...]:
    """The headings of the file that the layout knows, as the file spells them."""
    last = {column.label.rpartition(" / ")[2].casefold() for column in block.columns}
    return tuple(label for label in heading if " ".join(label.split()).casefold() in last and label)


def counted(result: ReadResult) -> dict[tuple[str, ...], tuple[object, ...]]:
    found = {_key(o): (o.obs_value, o.obs_status, o.upper_bound, o.raw_text) for o in result.observations}
    assert len(found) == len(result.observations)
    return found


def plainly(values: dict[tuple[str, ...], tuple[object, ...]]) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Without the text, which a workbook may hold as a number."""
    return {key: value[:3] for key, value in values.items()}


def judge(mutant: Mutant, before: ReadResult, after: ReadResult) -> str:
    was, now = plainly(counted(before)), plainly(counted(after))
    assert now.items() <= was.items(), "a count that the source does not give"
    rows = {(row.sheet, row.row) for row in after.rows}
    assert len(rows) == len(after.rows)
    if mutant.fate == "read":
        assert now == was
        assert [p.code for p in after.problems] == [p.code for p in before.problems]
        return "read"
    if mutant.fate == "lost":
        assert not now
        assert mutant.named.casefold() in str(after.problems[0].facts).casefold(), after.problems[0]
        return "refused"
    if now == was:
        return "read"
    assert after.problems or len(after.rows) < len(before.rows)
    return "queried" if after.problems else "fewer rows"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow) if n == "glotip" else n for n in FILES])
def test_one_change_is_read_right_or_asked_back(name: str, mutation: Mutation, tmp_path: Path) -> None:
    original = source(name)
    before = read_file(Mutant(original.lines, "read", separator=original.separator).write(tmp_path))
    outcomes = Counter[str]()
    for seed in SEEDS:
        mutant = mutation(original, random.Random(f"{name} {mutation.__name__} {seed}"))
        after = read_file(mutant.write(tmp_path))
        outcomes[judge(mutant, before, after)] += 1
    assert outcomes.total() == len(SEEDS)
