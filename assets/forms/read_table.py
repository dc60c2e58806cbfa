"""Read somebody else's table as its layout declares; every row of the file gets exactly one fate."""

from __future__ import annotations

from collections import defaultdict

from assets.forms.layout import Layout
from assets.forms.layout_blocks import TableBlock
from assets.forms.recognise import fitting_sheets
from assets.forms.results import Observation, ReadResult, RowFate
from assets.forms.table_header import Header, find_header
from assets.forms.table_rows import RowReader
from assets.framework.loader import Framework
from assets.intake.problems import Problem
from assets.intake.workbook import Sheet, Workbook

_KEY = (
    "indicator", "ref_area", "time_period", "crime", "victim_status", "exploitation", "sex", "age",
    "counterpart_area", "topic", "category",
)  # fmt: skip


def read_tables(workbook: Workbook, layout: Layout, framework: Framework, result: ReadResult) -> None:
    """Read the tables of every sheet that holds the layout's header.

    Of rows that repeat a key, those that say the same are skipped but the first; where they differ all of
    them are findings (E01) and none is used. Other findings: E02 an unknown code, E03 no count, F06 the header.
    """
    fitting = fitting_sheets(workbook, layout)
    fates: dict[tuple[str, int], RowFate] = {}
    used: list[tuple[Observation, int]] = []
    for sheet in workbook.sheets:
        if sheet in fitting:
            used += _read_sheet(sheet, layout, framework, result, fates)
        else:
            for row in range(1, max(sheet.rows, default=0) + 1):
                _fate(fates, sheet.name, row, "skipped", "the sheet holds no table of this layout")
    _settle_repeats(used, result, fates)
    result.rows = list(fates.values())


def _read_sheet(
    sheet: Sheet, layout: Layout, framework: Framework, result: ReadResult, fates: dict[tuple[str, int], RowFate]
) -> list[tuple[Observation, int]]:
    # One table a layout is what the sources need so far; each block reads the rows below its own header.
    block = layout.tables[0]
    header = find_header(sheet, block)
    last = max(sheet.rows, default=0)
    if header is None:
        looked_for = "the column headings " + ", ".join(dict.fromkeys(column.label for column in block.columns))
        result.problems.append(Problem("F06", sheet.name, facts={"looked_for": looked_for}))
        for row in range(1, last + 1):
            _fate(fates, sheet.name, row, "finding", "F06: the heading of the table is not complete")
        return []
    result.problems += header.problems
    for row in range(1, header.last_row + 1):
        reason = "title above the table" if row < header.first_row else "column headings"
        _fate(fates, sheet.name, row, "skipped", reason if row in sheet.rows else "blank row")
    return _read_rows(sheet, last, block, header, RowReader(sheet, layout, block, header, framework), result, fates)


def _read_rows(
    sheet: Sheet,
    last: int,
    block: TableBlock,
    header: Header,
    reader: RowReader,
    result: ReadResult,
    fates: dict[tuple[str, int], RowFate],
) -> list[tuple[Observation, int]]:
    used: list[tuple[Observation, int]] = []
    for row in range(header.last_row + 1, last + 1):
        cells = sheet.rows.get(row)
        reason = reader.skipped(cells) if cells else "blank row"
        if reason or not cells:
            _fate(fates, sheet.name, row, "skipped", reason)
            continue
        observations, problems = reader.read(row, cells)
        used += [(observation, row) for observation in observations]
        if problems:
            result.problems += problems
            _fate(fates, sheet.name, row, "finding", "; ".join(f"{p.code} at {p.cell}" for p in problems))
        else:
            _fate(fates, sheet.name, row, "value", "")
    return used


def _settle_repeats(
    used: list[tuple[Observation, int]], result: ReadResult, fates: dict[tuple[str, int], RowFate]
) -> None:
    groups: dict[tuple[str, ...], list[tuple[Observation, int]]] = defaultdict(list)
    for observation, row in used:
        groups[tuple(getattr(observation, name) for name in _KEY)].append((observation, row))
    kept_rows: set[tuple[str, int]] = set()
    repeats: dict[tuple[str, int], int] = {}
    for group in groups.values():
        first, first_row = group[0]
        if len({(o.obs_value, o.obs_status, o.upper_bound) for o, _ in group}) > 1:
            _conflict(group, result, fates)
            continue
        result.observations.append(first)
        kept_rows.add((first.sheet, first_row))
        for observation, row in group[1:]:
            repeats.setdefault((observation.sheet, row), first_row)
    for (sheet, row), first_row in repeats.items():
        if (sheet, row) not in kept_rows and fates[sheet, row].fate == "value":
            _fate(fates, sheet, row, "skipped", f"repeats row {first_row}")


def _conflict(group: list[tuple[Observation, int]], result: ReadResult, fates: dict[tuple[str, int], RowFate]) -> None:
    rows = ", ".join(str(row) for _, row in group)
    for observation, row in group:
        key = ", ".join(text for name in _KEY if (text := getattr(observation, name)) not in ("", "_T"))
        facts: dict[str, str | int] = {"key": key, "rows": rows, "first": group[0][0].cell}
        result.problems.append(Problem("E01", observation.sheet, observation.cell, observation.raw_text, facts))
        _fate(fates, observation.sheet, row, "finding", f"E01 at {observation.cell}: rows {rows} disagree")


def _fate(fates: dict[tuple[str, int], RowFate], sheet: str, row: int, fate: str, reason: str) -> None:
    fates[sheet, row] = RowFate(sheet, row, fate, reason)  # type: ignore[arg-type]
