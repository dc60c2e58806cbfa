"""Over a thousand single changes to good returns: read right, asked back, or refused with a cause; never misread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.forms.libreoffice import SOFFICE, convert
from tests.robustness.bases import AREAS, base
from tests.robustness.judging import Judged, Mutant, checked, judge
from tests.robustness.kinds import KINDS, mutant_of, seeds_of
from tests.robustness.table import Table

TIMES, MORE_TIMES = 11, 40
# What survives being saved by LibreOffice: no formula without a result, which it calculates; nothing but cells.
_SAVED = (
    "other_number",
    "number_as_text",
    "digits_of_a_script",
    "local_thousands",
    "agreed_mark",
    "value_cleared",
    "text_that_is_no_count",
    "format_that_shows_the_number",
    "format_that_shows_something_else",
    "another_choice",
    "pasted_over_a_drop_down",
    "month_in_other_words",
    "day_in_other_words",
    "day_nobody_can_be_sure_of",
    "column_code_spoilt",
    "row_codes_swapped",
    "rows_inserted",
    "columns_inserted",
    "rows_sorted_without_their_codes",
    "numbers_pasted_one_column_off",
    "rows_or_columns_hidden",
    "merged_over_numbers",
    "merged_over_two_records",
    "renamed",
    "reordered",
    "hidden",
    "copied",
    "deleted",
    "two_returns_in_one_file",
)


@pytest.fixture
def table(record_property: Callable[[str, object], None]) -> Iterator[Table]:
    """Counts what became of each mutation, for the summary at the end of all tests."""
    found = Table()
    yield found
    record_property(Table.PROPERTY, [[kind, verdict, number] for (kind, verdict), number in found.items()])


def _judged(mutant: Mutant, folder: Path) -> Judged:
    return judge(mutant, checked(mutant, folder))


@pytest.mark.parametrize("language", AREAS)
@pytest.mark.parametrize("whole", [False, True])
def test_a_return_that_nobody_changed_is_read_right(language: str, whole: bool, tmp_path: Path) -> None:
    good = base(language, whole=whole)
    assert len(good.truth) > 350
    file = checked(Mutant(good, good.book), tmp_path)
    assert judge(Mutant(good, good.book), file) == Judged("read right")
    assert file.file_status in ("accepted", "accepted_with_warnings")


def test_a_number_that_is_one_off_would_be_called_misread(tmp_path: Path) -> None:
    """The judge itself: what is not what a person sees, or is gone without a word, is misread."""
    mutant = mutant_of("other_number", 1)
    key = next(key for key, value in mutant.truth.items() if key[0] == "grid" and isinstance(value, int))
    mutant.truth[key] = int(mutant.truth[key]) + 1
    assert _judged(mutant, tmp_path).verdict == "misread"
    cleared = mutant_of("value_cleared", 1)
    cleared.truth = dict(cleared.base.truth)
    assert _judged(cleared, tmp_path).verdict == "misread"
    moved = mutant_of("text_that_is_no_count", 1)
    moved.at = ((moved.at[0][0], "A1"),)
    assert _judged(moved, tmp_path).verdict == "misread"


def test_over_a_thousand_mutations_are_tried() -> None:
    assert sum(len(seeds_of(kind, TIMES)) for kind in KINDS) >= 1_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_one_change_is_never_silently_misread(kind: str, table: Table, tmp_path: Path) -> None:
    for seed in seeds_of(kind, TIMES):
        mutant = mutant_of(kind, seed)
        judged = _judged(mutant, tmp_path)
        table[kind, judged.verdict] += 1
        assert judged.verdict in mutant.fates, (seed, mutant.base.language, mutant.what, judged)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_more_changes_are_never_silently_misread(kind: str, table: Table, tmp_path: Path) -> None:
    for seed in seeds_of(kind, MORE_TIMES)[len(seeds_of(kind, TIMES)) :]:
        mutant = mutant_of(kind, seed)
        judged = _judged(mutant, tmp_path)
        table[kind, judged.verdict] += 1
        assert judged.verdict in mutant.fates, (seed, mutant.base.language, mutant.what, judged)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
# Every kind in every format. LibreOffice takes seconds for each file but one of .xls, so seeds are shared out.
@pytest.mark.parametrize(
    ("ending", "seeds"),
    [("xls", range(1_000, 1_004)), ("xlsx", range(1_000, 1_002)), ("ods", range(1_002, 1_004))],
    ids=["xls", "xlsx", "ods"],
)
def test_a_change_saved_by_libreoffice_is_never_silently_misread(
    ending: str, seeds: range, table: Table, tmp_path: Path
) -> None:
    tried = [(kind, mutant_of(kind, seed)) for kind in _SAVED for seed in seeds]
    files = []
    for number, (_, mutant) in enumerate(tried):
        files.append(tmp_path / f"{number}.xlsx")
        files[-1].write_bytes(mutant.book.write())
    for (kind, mutant), path in zip(tried, convert(files, ending, tmp_path / "saved"), strict=True):
        mutant.data = path.read_bytes()
        judged = _judged(mutant, tmp_path)
        table[kind, judged.verdict] += 1
        assert judged.verdict in mutant.fates, (path.name, mutant.base.language, mutant.what, judged)
