"""Try a layout on a file: which layout fits, what is missing where one nearly does, and what is read row by row.

For whoever writes a layout. Nothing is stored, and the judgement of the rules is no part of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assets.forms.layout.layout import Layout, check_codes, load_layout, load_layouts
from assets.forms.read import read_workbook
from assets.forms.recognise import SheetTop, miss_of, near_misses
from assets.forms.results import Observation, ReadResult
from assets.framework.loader import Framework, load_framework
from assets.framework.terms import render_terms
from assets.framework.texts import ENGLISH
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from assets.intake.problems import Problem, Refused
from assets.intake.workbook import Workbook

ROW_COLUMNS = ("row", "fate", "why", "what is read")
LAYOUT_COLUMNS = ("layout", "file", "fits", "what is missing")
COUNT_COLUMNS = ("fate", "why", "rows")
_SAID_FIRST = ("indicator", "ref_area", "time_period", "reporting_mode")
_DIMENSIONS = (
    "crime",
    "victim_status",
    "exploitation",
    "sex",
    "age",
    "counterpart_area",
    "topic",
    "category",
)


@dataclass(frozen=True, slots=True)
class TryTask:
    """A file, what it is called, and the layout to try; without ``layout_file`` all layouts are tried."""

    path: Path
    file_name: str
    limits: Limits
    layout_file: Path | None = None
    overlay: Path | None = None
    layouts: Path | None = None


@dataclass(frozen=True, slots=True)
class TriedLayout:
    """A layout that fits or nearly fits: ``missing`` says each thing as a person would, empty where it fits."""

    id: str
    version: str
    file: str
    title: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One row of the file: its cells as they are written, its fate and the reason, and what it gave."""

    sheet: str
    row: int
    cells: tuple[str, ...]
    fate: str
    reason: str
    values: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a file: the layouts that fit or nearly do, the rows, what was read, and the problems.

    ``result`` is that of ``read_workbook``; a file that was refused at the gate has that problem and nothing else.
    """

    file_name: str
    layouts: tuple[TriedLayout, ...] = ()
    rows: tuple[TriedRow, ...] = ()
    result: ReadResult | None = None
    problems: tuple[Problem, ...] = ()


def try_layouts(task: TryTask) -> Trial:
    """Open a file and read it by the layout that fits. Raises LayoutError where a layout cannot be used.

    A file may be hostile: call it in a guarded child (``run_guarded``), or for a file that is one's own.
    """
    framework = load_framework(task.overlay)
    layouts = (load_layout(task.layout_file),) if task.layout_file else load_layouts(task.layouts)
    for layout in layouts:
        check_codes(layout, framework)
    try:
        workbook = open_workbook(task.path, task.file_name, task.limits)
    except Refused as refused:
        return Trial(task.file_name, problems=(refused.problem,))
    result = read_workbook(workbook, framework, layouts)
    return Trial(
        task.file_name,
        layouts=tuple(_tried(workbook, layouts, result, framework)),
        rows=tuple(_rows(workbook, result)),
        result=result,
        problems=tuple(result.problems),
    )


def row_lines(
    trial: Trial, fates: Collection[str] = (), most: int | None = None
) -> Iterator[tuple[str, str, str, str]]:
    """The rows as lines of a table (ROW_COLUMNS): those of ``fates`` (all where none is named), at most ``most``."""
    wanted = [row for row in trial.rows if not fates or row.fate in fates]
    several = len({row.sheet for row in trial.rows}) > 1
    for row in wanted[:most]:
        place = f"{row.sheet} {row.row}" if several else str(row.row)
        read = [value_text(value) for value in row.values]
        # Of a finding both are needed: what stands there, and what of it is used all the same.
        shown = [" | ".join(row.cells)] if row.fate == "finding" or not read else []
        yield place, row.fate, row.reason, "\n".join([*shown, *read])


def layout_lines(trial: Trial) -> Iterator[tuple[str, str, str, str]]:
    """The layouts that fit or nearly do, as lines of a table (LAYOUT_COLUMNS)."""
    for layout in trial.layouts:
        yield f"{layout.id} {layout.version}", layout.file, "no" if layout.missing else "yes", "\n".join(layout.missing)


def count_lines(trial: Trial) -> Iterator[tuple[str, str, str]]:
    """How many rows had which fate and why, as lines of a table (COUNT_COLUMNS), the most frequent first."""
    counted = Counter((row.fate, _kind_of_reason(row)) for row in trial.rows)
    for (fate, reason), number in counted.most_common():
        yield fate, reason, f"{number:,}"


def value_text(value: Observation) -> str:
    """One value with its codes on one line: its cell, the value or mark, and every code that says something."""
    parts = [str(getattr(value, name)) for name in _SAID_FIRST]
    parts += [f"{name} {code}" for name in _DIMENSIONS if (code := getattr(value, name)) not in ("", "_T")]
    return f"{value.cell}: {_number(value)} {value.unit_measure}; {'; '.join(parts)}" + (
        f" ({value.comment})" if value.comment else ""
    )


def _number(value: Observation) -> str:
    if value.obs_value is not None:
        return str(value.obs_value)
    if value.lower_bound is not None:
        return f"{value.lower_bound} to {value.upper_bound} ({value.obs_status})"
    return f"no value ({value.obs_status})"


def _kind_of_reason(row: TriedRow) -> str:
    """The reason without the numbers of its rows and cells, so that like reasons are counted together."""
    if row.fate == "finding":
        return ", ".join(dict.fromkeys(said.split(" ")[0].rstrip(":") for said in row.reason.split("; ")))
    return "repeats another row" if row.reason.startswith("repeats row") else row.reason


def _tried(
    workbook: Workbook, layouts: Sequence[Layout], result: ReadResult, framework: Framework
) -> Iterator[TriedLayout]:
    fitting = [layout for layout in layouts if (layout.id, layout.version) == (result.layout, result.layout_version)]
    tops = [SheetTop(sheet) for sheet in workbook.sheets]
    misses = [] if fitting else near_misses(tops, layouts)
    if not fitting and len(layouts) == 1:
        misses = [miss_of(tops, layouts[0])]
    for layout in fitting:
        yield TriedLayout(layout.id, layout.version, layout.file, layout.title)
    for miss in misses:
        layout = miss.layout
        missing = tuple(render_terms(one.said, framework, ENGLISH) for one in miss.missing)
        yield TriedLayout(layout.id, layout.version, layout.file, layout.title, missing)


def _rows(workbook: Workbook, result: ReadResult) -> Iterator[TriedRow]:
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    values: dict[tuple[str, int], list[Observation]] = {}
    for observation in result.observations:
        row = int(observation.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        values.setdefault((observation.sheet, row), []).append(observation)
    for fate in result.rows:
        cells = sheets[fate.sheet].rows.get(fate.row, {})
        texts = tuple(cell.text for _, cell in sorted(cells.items()))
        yield TriedRow(
            fate.sheet, fate.row, texts, fate.fate, fate.reason, tuple(values.get((fate.sheet, fate.row), ()))
        )
