"""Read a list of the form: records, one a row, each field in the column that carries its code."""

from __future__ import annotations

from assets.forms.layout.blocks import FormField, ListBlock, ListedObservation
from assets.forms.reader.field_values import FieldValue, Reading, choices, entry_of, read_field, shared_value, term_of
from assets.forms.reader.grid import LABEL_CODE
from assets.forms.reader.regions import Region
from assets.forms.results import Entry, ReadResult, observe
from assets.forms.values import STRIPPED, parse_count, unread
from assets.framework.terms import term, terms
from assets.intake.addresses import a1
from assets.intake.problems import Problem
from assets.intake.workbook import Cell


def read_list(region: Region, block: ListBlock, reading: Reading, result: ReadResult) -> None:
    """Read every row that holds anything, also below the rows laid out; an entry a field, or an observation a row.

    Columns whose code begins with ``label:`` are for people: what the form says by itself beside a row is not read.

    E01 a column or a key twice, E02 an unknown code or a required field left blank, E03 and E05 from a count,
    F06 a column that is gone.
    """
    sheet = region.sheet.name
    fields = {item.name: item for item in block.fields}
    for cell in region.repeated_columns:
        key = term("text", fields[cell.text].label if cell.text in fields else cell.text)
        result.problems.append(
            Problem("E01", sheet, cell.address, cell.text, {"code": cell.text, "key": key, "first": ""})
        )
    for name, item in fields.items():
        if name not in region.columns:
            result.problems.append(
                Problem("F06", sheet, facts={"kind": "column", "code": name, "key": term("text", item.label)})
            )
    keys: dict[tuple[str, ...], str] = {}
    beside = {region.anchor.column} | {n for code, n in region.columns.items() if code.startswith(LABEL_CODE)}
    for row in sorted([*region.open_rows, *(number for _, number in region.rows)]):
        cells = region.sheet.rows[row]
        if any(cell.text.strip(STRIPPED) for place, cell in cells.items() if place not in beside):
            values = _read_row(region, fields, row, cells, beside, reading, result)
            if _stands_twice(block, region, row, values, result, keys) and block.observation:
                continue
            if block.observation:
                _observe(block.observation, region, row, values, reading, result)
            else:
                result.entries += _entries(block.name, region, row, fields, values)


def _read_row(
    region: Region,
    fields: dict[str, FormField],
    row: int,
    cells: dict[int, Cell],
    beside: set[int],
    reading: Reading,
    result: ReadResult,
) -> dict[str, FieldValue]:
    values: dict[str, FieldValue] = {}
    sheet = region.sheet.name
    for name, item in fields.items():
        column = region.columns.get(name)
        if column is None or column in region.apart_columns:
            continue
        if shared := region.shared(row, column):
            value = shared_value(shared, item, reading, sheet, a1(row, column))
        else:
            value = read_field(cells.get(column), item, reading, sheet)
        if not value.problem and item.required and value.status != "V":
            value = FieldValue(problem=_blank(item, reading, sheet, a1(row, column), value.raw_text))
        if value.problem:
            result.problems.append(value.problem)
        values[name] = value
    known = {region.columns[name] for name in values} | beside | region.apart_columns
    stray = (cell for place, cell in cells.items() if place not in known and cell.text.strip(STRIPPED))
    result.problems += [Problem("E02", sheet, cell.address, cell.text, {"kind": "beside"}) for cell in stray]
    return values


def _blank(item: FormField, reading: Reading, sheet: str, cell: str, found: str) -> Problem:
    allowed = choices(item, reading) or term("text", "an entry in every row that is used")
    facts: dict[str, str | int] = {"what": item.label, "field": item.name, "kind": "required", "allowed": allowed}
    return Problem("E02", sheet, cell, found, facts)


def _stands_twice(
    block: ListBlock,
    region: Region,
    row: int,
    values: dict[str, FieldValue],
    result: ReadResult,
    keys: dict[tuple[str, ...], str],
) -> bool:
    """Whether an earlier row of the list has the same key; E01 at the row's count, or at the first field of its key.

    Of records both rows are kept: where an officer waives the finding, both are meant.
    """
    if not block.once or any(name not in values or values[name].problem for name in block.once):
        return False
    key = tuple(values[name].text.casefold() for name in block.once)
    if not key[0]:
        return False
    field = block.observation.count if block.observation else block.once[0]
    if field not in values:
        return False
    address = a1(row, region.columns[field])
    if key not in keys:
        keys[key] = address
        return False
    fields = {item.name: item for item in block.fields}
    said = terms(term_of(fields[name], values[name].text) for name in block.once if values[name].text)
    facts: dict[str, str | int] = {"key": said, "first": keys[key]}
    result.problems.append(Problem("E01", region.sheet.name, address, values[field].raw_text, facts))
    return True


def _entries(
    name: str, region: Region, row: int, fields: dict[str, FormField], values: dict[str, FieldValue]
) -> list[Entry]:
    found = []
    for field, value in values.items():
        if value.problem and fields[field].kind == "count":
            # Waived, it is a gap in the sum of the list; a code that is not known says nothing.
            value = FieldValue(raw_text=unread(value.problem.found).raw_text)
        if not value.problem:
            found.append(entry_of(name, row, region.columns[field], fields[field], value, region.sheet.name))
    return found


def _observe(
    declared: ListedObservation,
    region: Region,
    row: int,
    values: dict[str, FieldValue],
    reading: Reading,
    result: ReadResult,
) -> None:
    wanted = {declared.count, *declared.dimensions}
    if any(name not in values or values[name].problem for name in wanted):
        return
    sheet, column = region.sheet.name, region.columns[declared.count]
    address = a1(row, column)
    parsed = parse_count(region.sheet.cell(row, column), reading.convention)
    indicator = next(i for i in reading.framework.indicators if i.indicator == declared.fixed["indicator"])
    of_return = {
        "ref_area": result.ref_area,
        "time_period": result.time_period,
        "unit_measure": indicator.unit_measure,
    }
    of_row = {dimension: values[name].text for name, dimension in declared.dimensions.items()}
    result.observations.append(observe(parsed, sheet, address, of_return, declared.fixed, of_row))
