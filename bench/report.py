"""docs/benchmarks.md: what was measured beside what it must be and what is aimed for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.rounds import SMALL, Runs
from docs.markdown import table

Number = float | None
_MIB, _MB = 1024.0, 1e6


def ratio(one: Number, other: Number) -> Number:
    """None where either was not measured."""
    return None if one is None or not other else one / other


def to(size: int, name: str, peer: str, key: str = "cpu", peer_size: int = 0) -> Callable[[Runs], Number]:
    """One median as a multiple of another."""
    return lambda runs: ratio(runs.median(size, name, key), runs.median(peer_size or size, peer, key))


def spread(runs: Runs) -> Number:
    """The largest of the refreshes with one new file as a multiple of the smallest."""
    found = [value for size in (104, 650, 5850) if (value := runs.median(size, "one new")) is not None]
    return max(found) / min(found) if len(found) > 1 else None


def one_key(size: int, name: str, key: str, by: float = 1.0) -> Callable[[Runs], Number]:
    """A median in other units."""
    return lambda runs: None if (value := runs.median(size, name, key)) is None else value / by


def left_in_dagster(runs: Runs) -> Number:
    """Megabytes that a refresh of 650 adds to the state of Dagster; one that finds nothing new need not be a run."""
    found = [one_key(650, name, "left", _MB)(runs) for name in ("nothing new", "one new")]
    return max((value for value in found if value is not None), default=None)


def two_keys(size: int, name: str, one: str, other: str) -> Callable[[Runs], Number]:
    """The ratio of two numbers of the same run."""
    return lambda runs: ratio(runs.median(size, name, one), runs.median(size, name, other))


@dataclass(frozen=True)
class Row:
    """A line of the table: what, the most it must be, what is aimed for, and how it follows from the runs."""

    what: str
    must: float
    aim: float
    value: Callable[[Runs], Number]
    unit: str = ""


ROWS = (
    Row("650 returns cold / pandas script", 0.30, 0.15, to(650, "cold", "analyst_pandas")),
    Row("650 returns cold / polars script", 5.0, 2.5, to(650, "cold", "fast_polars")),
    Row("52 returns cold / pandas script", 0.7, 0.5, to(52, "cold", "analyst_pandas")),
    Row("5,850 returns cold / polars script", 3.0, 1.5, to(5850, "cold", "fast_polars")),
    Row("5,850 returns cold, wall, two workers / polars script", 2.0, 1.0, to(5850, "cold", "fast_polars", "wall")),
    Row("5,850 returns cold, peak memory / polars script", 0.4, 0.25, to(5850, "cold", "fast_polars", "peak_mib")),
    Row("nothing new at 650 / 650 cold", 0.10, 0.06, to(650, "nothing new", "cold")),
    Row("nothing new at 5,850 / 650 cold", 0.10, 0.06, to(5850, "nothing new", "cold", peer_size=650)),
    Row("one new file at 104", 6, 3, one_key(104, "one new", "cpu"), "s"),
    Row("one new file at 650", 6, 3, one_key(650, "one new", "cpu"), "s"),
    Row("one new file at 5,850", 6, 3, one_key(5850, "one new", "cpu"), "s"),
    Row("one new file, dearest size / cheapest", 1.5, 1.2, spread),
    Row("guarded reading / calamine, our form", 1.8, 1.4, two_keys(SMALL, "reading", "form guarded", "form calamine")),
    Row(
        "guarded reading / calamine, shared formulas",
        2.2,
        1.6,
        two_keys(SMALL, "reading", "shared guarded", "shared calamine"),
    ),
    Row("`jpa check` of one file, wall / importing pandas", 1.5, 1.2, to(SMALL, "jpa check", "import pandas", "wall")),
    Row("queries after one month's returns / after all, 650", 0.2, 0.06, two_keys(650, "queries", "month", "all")),
    Row("site of 50 countries", 10, 5, one_key(650, "cold", "site_bytes", _MB), "MB"),
    Row("left in `dagster/` by one refresh", 0.5, 0.5, left_in_dagster, "MB"),
    Row("10 million observations, queries, peak memory", 2, 1, one_key(SMALL, "many rows", "peak_mib", _MIB), "GiB"),
)


def shown(value: Number, unit: str = "") -> str:
    """Three figures and the unit; a dash where it was not measured."""
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}" + (f" {unit}" if unit else "")


def goals(runs: Runs, before: Runs | None) -> str:
    """The table of what must be."""
    head = ("processor time unless said", *(("before",) if before else ()), "measured", "must", "aim", "")
    lines = []
    for row in ROWS:
        value = row.value(runs)
        verdict = "" if value is None else "aim" if value <= row.aim else "met" if value <= row.must else "not met"
        old = (shown(row.value(before), row.unit),) if before else ()
        lines.append(
            (row.what, *old, shown(value, row.unit), shown(row.must, row.unit), shown(row.aim, row.unit), verdict)
        )
    return table(head, lines)


def medians(runs: Runs) -> str:
    """Every program at every size: medians over the rounds."""
    head = ("returns", "program", "rounds", "CPU s", "wall s", "peak MiB", "CPU ms a return")
    lines = []
    for size in sorted({row["size"] for row in runs.rows if row["size"]}):
        for name in ("analyst_pandas", "fast_polars", "cold", "nothing new", "one new"):
            rounds = sum((row["size"], row["name"]) == (size, name) for row in runs.rows)
            if rounds:
                cpu, wall, peak = (runs.median(size, name, key) or 0.0 for key in ("cpu", "wall", "peak_mib"))
                each = shown(cpu / size * 1000) if name in ("analyst_pandas", "fast_polars", "cold") else ""
                label = f"`bench/{name}.py`" if (name.startswith(("analyst", "fast"))) else f"the product, {name}"
                lines.append((f"{size:,}", label, str(rounds), shown(cpu), shown(wall), shown(peak), each))
    return table(head, lines)


# Stages of a refresh in the order they run: what each is, and what its floor does (bench/floors.py).
STAGES = {
    "rest": ("imports; Dagster around the steps", "the libraries imported"),
    "receive": ("receive: hash, move into the archive, log", "the archive copied"),
    "children": ("children: gate, reading, rules within a return, marked workbooks", "calamine reads every sheet"),
    "check": ("check: hand out files, append what children return", ""),
    "framework": ("framework tables", ""),
    "queries": ("queries of sql/", "each query once, into memory"),
    "answers": ("answers to senders", "their files copied"),
    "pages": ("pages and downloads", "their files copied"),
    "copy for readers": ("copy for readers", ""),
}


def profile(runs: Runs) -> str:
    """Where a cold refresh of 650 spends its time, the dearest stage first; empty where it was not measured."""
    found = [row for row in runs.rows if row["name"] == "stages"]
    if not found:
        return ""
    taken = {name: median(row["taken"].get(name, 0.0) for row in found) for name in STAGES}
    floors = {name: median(row["floors"][name] for row in found) for name in found[0]["floors"]}
    whole, size = sum(taken.values()), found[0]["size"]
    lines = [
        (
            STAGES[name][0],
            shown(seconds),
            shown(seconds / size * 1000),
            f"{seconds / whole:.0%}",
            shown(floors.get(name)),
            STAGES[name][1],
        )
        for name, seconds in sorted(taken.items(), key=lambda pair: -pair[1])
    ]
    head = ("stage", "CPU s", "ms a return", "share", "floor, CPU s", "what the floor does")
    return f"""
## Where a cold refresh of {size} returns spends it

{table(head, lines)}

The floor is what no program could leave out, measured in the same round over the same files; a dash where none was
worked out.
"""


def page(runs: Runs, before: Runs | None) -> str:
    """The whole page."""
    loads = [row["load"] for row in runs.rows if "load" in row]
    load = (
        f"load between {min(loads):.1f} and {max(loads):.1f}, median {median(loads):.1f}" if loads else "no load known"
    )
    many = next((row for row in runs.rows if row["name"] == "many rows"), None)
    slowest = ""
    if many:
        listed = ", ".join(f"`{name}` {seconds} s" for name, seconds in many["slowest"].items())
        slowest = f"""
## Many rows

{many["observations"]:,} observations: {many["cpu"]:.0f} s of processor time, {many["wall"]:.0f} s, a file of
{many["file_mib"]:.0f} MiB. The dearest queries: {listed}.
"""
    earlier = f"\nBefore: version {before.path.stem}, measured in the same way.\n" if before else ""
    return f"""# Speed, beside what a user would write instead

Written by `make bench`; do not edit. Version {runs.path.stem}; {load}. Absolute times mean nothing on another
machine: the ratios do, all programs run in turn over the same files.
{earlier}
{goals(runs, before)}

"Cold" is the first `jpa refresh` of a state folder, all its returns but one in the inbox; "nothing new" the next one,
which ends before a run begins; "one new" a third with the file that was left out, which is a run. Processor time is
user and system time of the command and its children, two workers. What is left in `dagster/` is the larger of what the
second and the third add.

{medians(runs)}
{profile(runs)}{slowest}
## The peers

`bench/analyst_pandas.py` is what an analyst writes: `pandas.read_excel` (openpyxl) in a loop, checks and sums in
pandas, plotly.express pages. `bench/fast_polars.py` is the fast script: fastexcel in two threads, polars over all
files at once. Both read the form alone, in English, apply twelve rules, and print the same totals as the product to
the digit: a round stops with the first differences where they do not. They have no gate, no history rules, no answers
to senders, no traces, no downloads, no other formats, layouts and languages: what a peer does not do may cost
something, what it does too may not.

## How to run it

`make bench` runs everything but the heavy part, and goes on where it was stopped; what was measured stays in `.bench/`.

| option | does |
| --- | --- |
| `--sizes 52,104` | only these numbers of returns |
| `--rounds 2` | so many rounds (default 5; 2 at 5,850) |
| `--product PATH` | another checkout of the repository, such as an older version |
| `--before VERSION` | print what was measured of that version beside it |
| `--observations 10000000` | also the queries over so many observations (heavy: minutes, gigabytes) |
| `--report` | only write this page anew |

Options are handed over as `make bench ARGS="--sizes 52,104 --rounds 2"`.
"""
