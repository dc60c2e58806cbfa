"""What sql/ costs with many rows: ``python bench/many_rows.py WAREHOUSE FOLDER OBSERVATIONS``.

Run with the product's checkout on the path. Copies a working warehouse, multiplies its returns as returns of more
countries until there are OBSERVATIONS, runs every query of sql/ within the product's own limit of memory, and prints
JSON.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from pathlib import Path

import duckdb

from assets.warehouse import store
from assets.warehouse.queries import load_queries

try:
    from assets.warehouse.runner import run_query
except ImportError:  # versions before the runner
    from assets.warehouse.queries import run_query  # type: ignore[attr-defined, no-redef]

# What tells a return, a country or an arrival from another becomes another one in each copy.
_OTHER = {
    "sha256": "sha256(sha256 || k)",
    "ref_area": "case when ref_area = '' then '' else ref_area || k end",
    "sequence": "sequence + 1000000 * k",
}
_COPIED = """
select table_schema || '.' || table_name, list(column_name order by ordinal_position)
from information_schema.columns
where table_schema in ('checked', 'received') or table_name in ('participants', 'countries')
group by all
having bool_or(column_name in ('sha256', 'ref_area'))
order by all
"""


def multiply(connection: duckdb.DuckDBPyConnection, copies: int) -> None:
    """Every return, receipt and country ``copies`` times more."""
    connection.execute(f"create temp table copies as select unnest(range(1, {copies + 1})) as k")
    for table, columns in connection.execute(_COPIED).fetchall():
        chosen = ", ".join(f'{_OTHER[name]} as "{name}"' if name in _OTHER else f'"{name}"' for name in columns)
        named = ", ".join(f'"{name}"' for name in columns)
        connection.execute(f"insert into {table} ({named}) select {chosen} from {table}, copies")
    connection.execute("checkpoint")


def main() -> None:
    """Copy, multiply, run, print."""
    source, folder, wanted = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    memory = getattr(store, "MEMORY_LIMIT", "2GB")  # versions before it had none
    many = folder / "many_rows.duckdb"
    shutil.copyfile(source, many)
    with duckdb.connect(str(many)) as connection:
        connection.execute(f"set memory_limit = '{memory}'")
        connection.execute("set threads = 2")
        connection.execute(f"set temp_directory = '{folder}'")
        connection.execute("set preserve_insertion_order = false")
        counted = "select count(*) from checked.observations"
        (there,) = connection.execute(counted).fetchone() or (0,)
        multiply(connection, max(0, round(wanted / there) - 1))
        (observations,) = connection.execute(counted).fetchone() or (0,)
        cpu, wall, seconds = time.process_time(), time.perf_counter(), {}
        for query in load_queries():
            began = time.process_time()
            run_query(connection, query)
            seconds[query.table] = round(time.process_time() - began, 2)
        slowest = dict(sorted(seconds.items(), key=lambda pair: -pair[1])[:8])
    print(
        json.dumps(
            {
                "observations": observations,
                "cpu": time.process_time() - cpu,
                "wall": time.perf_counter() - wall,
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "file_mib": many.stat().st_size / 2**20,
                "slowest": slowest,
            }
        )
    )
    many.unlink()


if __name__ == "__main__":
    main()
