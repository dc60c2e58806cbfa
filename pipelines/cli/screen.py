"""How the commands speak: one console, one look for tables and progress, one way to say what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assets.framework.texts import languages

# Written to a file or a pipe there is no edge of the screen to wrap at.
_WIDTH = None if sys.stdout.isatty() else 160
console = Console(highlight=False, soft_wrap=True, width=_WIDTH)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

FAILED = 1
LANGUAGES = ", ".join(languages())


def fail(message: str, code: int = FAILED) -> typer.Exit:
    """Say what is wrong on standard error and return the exception that ends the command."""
    errors.print(f"[bold red]jpa:[/] {escape(message)}")
    return typer.Exit(code)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; long texts wrap, nothing is cut."""
    table = Table(*columns, title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
        column.vertical = "top"
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row))
    console.print(table, soft_wrap=False)


class RunProgress:
    """Progress bars of a run: workbooks read, steps done."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._steps = bars.add_task("Steps", total=None)
        self._files = bars.add_task("Workbooks", total=None, visible=False)

    def steps(self, of: int) -> None:
        """The run has this many steps."""
        self._bars.update(self._steps, total=of)

    def step(self, name: str) -> None:
        """A step is done."""
        self._bars.update(self._steps, advance=1, description=name.replace("__", "/"))

    def read(self, done: int, of: int) -> None:
        """So many workbooks of so many are read."""
        self._bars.update(self._files, completed=done, total=of, visible=True)


@contextmanager
def run_progress() -> Iterator[RunProgress]:
    """Bars on the screen while a run goes on."""
    with bars() as shown:
        yield RunProgress(shown)


def bars() -> Progress:
    """A set of progress bars."""
    return Progress(
        TextColumn("{task.description}", justify="left"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    )
