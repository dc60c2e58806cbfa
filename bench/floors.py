"""The least that parts of a refresh could cost: ``python bench/floors.py INBOX STATE_FOLDER``.

Run with the product's checkout on the path, over the returns and the state folder that a cold refresh of them has left.
Prints JSON: seconds of processor time by stage (see bench/stages.py), of which each does no more than what nobody can
leave out: calamine reads every sheet of every file; each query runs once into memory, without a table that is kept, a
digest or a comparison; the files that are published are written once; the libraries are imported.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
from python_calamine import CalamineError

from assets.warehouse.queries import load_queries
from bench.reading import calamine

_IMPORTED = "import dagster, duckdb, pandas, plotly.graph_objects"


def seconds(run: Callable[[], object]) -> float:
    """Processor time of a call."""
    began = time.process_time()
    run()
    return time.process_time() - began


def read(inbox: Path) -> None:
    """Every sheet of every file to Python values, but for files that are no workbook: the samples have one."""
    for path in sorted(inbox.glob("*.xlsx")):
        with suppress(CalamineError):
            calamine(path.read_bytes())


def query(warehouse: Path) -> None:
    """Every query into a table in memory that the next one replaces; the tables they read are those of the file."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 2")
        connection.execute(f"attach '{warehouse}' as kept (read_only)")
        connection.execute("use kept")
        for one in load_queries():
            connection.execute(f"create or replace table memory.main.made as {one.text}")


def copy(source: Path) -> None:
    """Read and write every file below a folder once."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(source.resolve(), Path(folder) / "copy")


def imports() -> float:
    """Processor time of a process that imports what a refresh cannot do without."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _IMPORTED], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    inbox, home = Path(sys.argv[1]), Path(sys.argv[2])
    working = next(iter(sorted((home / "working").glob("*.duckdb"))))
    print(
        json.dumps(
            {
                "children": seconds(lambda: read(inbox)),
                "queries": seconds(lambda: query(working)),
                "pages": seconds(lambda: copy(home / "dashboards")),
                "answers": seconds(lambda: copy(home / "answers")),
                "receive": seconds(lambda: copy(home / "archive")),
                "rest": imports(),
            }
        )
    )


if __name__ == "__main__":
    main()
