"""Small made-up tables and their layouts, for the tests: written as files and read as the product reads them."""

from __future__ import annotations

from pathlib import Path

from assets.forms.layout.layout import check_codes, load_layout
from assets.forms.read import read_workbook
from assets.forms.results import Observation, ReadResult
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from tests.forms.forms import FRAMEWORK

HEAD = "Harbour police;;;\n;;Found;\nArea;Year;Women;Men\n"
LAYOUT = """
id = "harbour"
version = "1"
kind = "context"
title = "Harbour police, persons found"
[source]
name = "Harbour police"
publisher = "Harbour police"
released = "2024"
[[fits]]
labels = ["Area", "Year"]
[[blocks]]
kind = "table"
name = "found"
header_levels = 2
fill_right = true
unit_measure = "PERSON"
fixed = { indicator = "Persons found" }
convention = { thousands = ".", decimal = ",", marks = ["n/a"] }
[[blocks.skip]]
reason = "footnote"
[[blocks.skip]]
column = "Area"
values = ["All"]
reason = "total"
[[blocks.columns]]
label = "Area"
to = "ref_area"
read_as = "country"
[[blocks.columns]]
label = "Year"
to = "time_period"
read_as = "year"
[[blocks.columns]]
label = "Found / Women"
to = "obs_value"
dimensions = { sex = "F" }
[[blocks.columns]]
label = "Found / Men"
to = "obs_value"
dimensions = { sex = "M" }
"""


def declared(labels: str, block: str, *columns: str, kind: str = "context", top: str = "") -> str:
    """A layout with one table: the ``labels`` it is told by, keys of its block, and its columns, each as TOML."""
    entries = "".join(f"[[blocks.columns]]\n{column}\n" for column in columns)
    words = ", ".join(f'"{label}"' for label in labels.split(","))
    return f"""
id = "small"
version = "1"
kind = "{kind}"
title = "A small table"
source = {{ name = "Somebody", publisher = "Somebody" }}
{top}
[[fits]]
labels = [{words}]
[[blocks]]
kind = "table"
name = "table"
{block}
{entries}"""


def read_text(folder: Path, text: str, *layouts: str, name: str = "any name.csv") -> ReadResult:
    """The table ``text`` in a file, read with these layouts."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_path(path, folder, *layouts)


def read_path(path: Path, folder: Path, *layouts: str) -> ReadResult:
    """A file read with these layouts; they are written to ``folder``, and their codes are checked."""
    loaded = []
    for number, layout in enumerate(layouts):
        file = folder / f"layout_{number}.toml"
        file.write_text(layout, encoding="utf-8")
        loaded.append(load_layout(file))
        check_codes(loaded[-1], FRAMEWORK)
    return read_workbook(open_workbook(path, path.name, Limits()), FRAMEWORK, loaded)


def fates(result: ReadResult) -> dict[int, tuple[str, str]]:
    """Row to fate and reason; every row has one."""
    found: dict[int, tuple[str, str]] = {row.row: (row.fate, row.reason) for row in result.rows}
    assert len(found) == len(result.rows)
    return found


def at(result: ReadResult, cell: str, mode: str = "PERIOD") -> Observation:
    """The observation of a cell."""
    return next(o for o in result.observations if (o.cell, o.reporting_mode) == (cell, mode))


_AREA = 'label = "Area"\nto = "ref_area"\nread_as = "country"'
_YEAR = 'label = "Year"\nto = "time_period"\nread_as = "year"'
SUMS = declared(
    "Area,Year,All",
    'unit_measure = "PERSON"\nfixed = { indicator = "Persons found" }\nshifted = "a comma was taken for a separator"\n'
    'sums = [{ total = "All", parts = ["Women", "Men"] }]',
    _AREA,
    _YEAR,
    'label = "All"\nto = "obs_value"\nat_most = 100\nat_most_from = "yearbook, table 1"',
    'label = "Women"\nto = "obs_value"\ndimensions = { sex = "F" }',
    'label = "Men"\nto = "obs_value"\ndimensions = { sex = "M" }',
)
SUMS_HEAD = "Area,Year,All,Women,Men\n"
TO_DATE = declared(
    "Month,Arrests to date",
    'unit_measure = "PERSON"\nreporting_mode = "CUM"\nrestarts = true\nfixed = { indicator = "ARR", crime = "TIP" }',
    'label = "Month"\nto = "time_period"\nread_as = "month"',
    'label = "Arrests to date"\nto = "obs_value"',
    'label = "Remarks"\nto = "comment"',
    kind="national",
    top='identity = { ref_area = "THA" }',
)
TO_DATE_HEAD = "Month,Arrests to date,Remarks\n"
MONTH_SAID = declared(
    "Indicator,Number",
    'unit_measure = "PERSON"\nfixed = { crime = "TIP" }',
    'label = "Indicator"\nto = "indicator"\nvalues = { Arrests = "ARR", Charged = "CHG" }',
    'label = "Number"\nto = "obs_value"',
    kind="national",
    top='identity = { ref_area = "THA", month_beside = "Month of report" }',
)
_ON_ITS_OWN_SHEET = SUMS.replace('name = "table"', 'name = "table"\nfits = [{ text = "Nowhere" }]')
# One table for each thing that can be wrong with a table and with no form.
FAULTY_TABLES = (
    (SUMS, SUMS_HEAD + "THA,2022,9,5,5\nTHA,2023,9,4,4\nMYS,2022,1,1,0,0\n"),
    (SUMS, SUMS_HEAD + "THA,2022,60,30,30\nTHA,2023,60,30,30\n"),
    (TO_DATE, TO_DATE_HEAD + "2023-08,9,\n2023-09,7,\n"),
    (MONTH_SAID, "Month of report,soon\nIndicator,Number\nArrests,4\n"),
    (MONTH_SAID.replace("THA", "FRA"), "Month of report,2023-09\nIndicator,Number\nArrests,4\n"),
    (_ON_ITS_OWN_SHEET, SUMS_HEAD + "THA,2022,9,5,4\n"),
)
