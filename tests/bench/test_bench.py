"""The benchmark compares like with like: peers print the product's totals, or the benchmark stops."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assets.forms.sample.returns import SampleSet
from assets.intake.limits import Limits
from assets.intake.opening import open_workbook
from bench.agree import TotalsDiffer, differences, must_agree
from bench.data import Returns
from bench.measure import CommandFailed, measure
from bench.more_years import more_years
from bench.product import Product
from bench.reading import with_shared_formulas
from bench.report import ROWS, STAGES, page
from bench.rounds import Runs
from pipelines.settings import PROJECT
from tests.end_to_end.product import jpa, settle_quickly
from tests.shared import built_once

PEERS = ("analyst_pandas", "fast_polars")


def run_peer(peer: str, inbox: Path, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{peer}", str(inbox), str(out)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return out


def rows_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


@pytest.fixture(scope="session")
def printed(returns: tuple[Path, SampleSet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the peers print of the returns, a folder each."""

    def run_both(folder: Path) -> None:
        for peer in PEERS:
            run_peer(peer, returns[0], folder / peer)

    return built_once(tmp_path_factory, "printed", run_both)[0]


@pytest.mark.slow
@pytest.mark.parametrize("peer", PEERS)
def test_a_peer_prints_the_products_totals_to_the_digit_and_one_that_does_not_stops_the_benchmark(
    peer: str, printed: Path, run_once: tuple[Path, str, SampleSet], tmp_path: Path
) -> None:
    warehouse = run_once[0] / "warehouse" / "jpa.duckdb"
    out = Path(shutil.copytree(printed / peer, tmp_path / "out"))
    must_agree(warehouse, out, peer)
    totals = rows_of(out / "totals.csv")
    totals[5][-1] = str(int(float(totals[5][-1])) + 1)
    with (out / "totals.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(totals)
    assert len(list(differences(warehouse, out))) == 1
    with pytest.raises(TotalsDiffer, match="differ in 1 totals"):
        must_agree(warehouse, out, peer)


@pytest.mark.slow
def test_both_peers_find_the_same_faults_and_the_one_that_was_planted(
    returns: tuple[Path, SampleSet], printed: Path
) -> None:
    one, other = (rows_of(printed / peer / "issues.csv") for peer in PEERS)
    assert sorted(one) == sorted(other)
    faulty = next(file.file_name for file in returns[1].files if file.fault == "needs_correction")
    assert {rule for name, _, _, rule in one if name == faulty} >= {"E03", "E06"}


@pytest.mark.slow
def test_returns_of_earlier_years_say_the_same_of_their_own_edition(
    few_returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    shipped = PROJECT / "assets" / "framework" / "tables"
    (tables / "participants.csv").write_bytes((shipped / "participants.csv").read_bytes())
    more_years(few_returns[0], tables, shipped, tmp_path / "years", years=1)
    many = Returns(tmp_path / "years" / "inbox", tmp_path / "years" / "framework")
    assert len(many.arrivals) == 2 * len(few_returns[1].files)
    home = many.home(tmp_path / "home")
    settle_quickly(home)
    many.put(home)
    jpa(home, "refresh")
    for peer in PEERS:
        must_agree(home / "warehouse" / "jpa.duckdb", run_peer(peer, many.inbox, tmp_path / peer), peer)


def test_a_workbook_with_shared_formulas_says_the_same(tmp_path: Path, returns: tuple[Path, SampleSet]) -> None:
    path = returns[0] / next(file.file_name for file in returns[1].files if not file.fault)
    other = tmp_path / "shared.xlsx"
    other.write_bytes(with_shared_formulas(path.read_bytes()))
    assert b't="shared"' in subprocess.run(["unzip", "-p", other], capture_output=True, check=True).stdout
    one, same = (open_workbook(file, "a.xlsx", Limits()).sheets for file in (path, other))
    assert [[list(row.items()) for row in sheet.rows.values()] for sheet in one] == [
        [list(row.items()) for row in sheet.rows.values()] for sheet in same
    ]
    assert openpyxl.load_workbook(other).sheetnames == [sheet.name for sheet in one]


def test_the_last_file_and_the_last_month_are_put_into_the_inbox_by_themselves(
    returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    all_ = Returns(returns[0], tmp_path / "none")
    home = all_.home(tmp_path / "home")
    all_.put(home, {all_.last()})
    assert {path.name for path in (home / "inbox").iterdir()} == {all_.last(), "arrivals.csv"}
    assert all_.of_last_month() == {file.file_name for file in returns[1].files if file.month == "2023-11"}
    assert all(date.fromisoformat(row["received_at"][:10]) for row in all_.arrivals)


@pytest.mark.slow
def test_every_second_of_a_refresh_is_of_one_stage_and_every_floor_is_of_a_stage(
    few_returns: tuple[Path, SampleSet], tmp_path: Path
) -> None:
    all_ = Returns(few_returns[0], tmp_path / "none")
    home = all_.home(tmp_path / "home")
    settle_quickly(home)
    all_.put(home)
    product = Product(PROJECT)
    measured = product.script(PROJECT / "bench" / "stages.py", [product.entry, "refresh"], home)
    taken = json.loads(measured.output.splitlines()[-1])
    assert taken.keys() == STAGES.keys()
    assert all(seconds > 0 for seconds in taken.values())
    assert sum(taken.values()) == pytest.approx(measured.cpu, rel=0.1)
    floors = json.loads(product.script(PROJECT / "bench" / "floors.py", [str(few_returns[0]), str(home)]).output)
    assert floors.keys() <= STAGES.keys()
    assert all(floors[stage] > 0 for stage in floors)


def test_a_measured_command_that_fails_stops_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="ended with 3"):
        measure([sys.executable, "-c", "print('no'); raise SystemExit(3)"], tmp_path, {})
    done = measure([sys.executable, "-c", "x = bytearray(200 << 20); print(len(x))"], tmp_path, {})
    assert done.cpu > 0 and done.peak_mib > 200 and done.output.strip() == str(200 << 20)


def test_what_was_measured_is_kept_and_every_row_is_worked_out_from_it(tmp_path: Path) -> None:
    runs = Runs.load(tmp_path / "runs" / "abc.jsonl")
    measured = measure([sys.executable, "-c", ""], tmp_path, {})
    for size in (52, 104, 650, 5850):
        for name in ("analyst_pandas", "fast_polars", "cold", "nothing new", "one new"):
            runs.add(size, 0, name, measured, site_bytes=1, left=1)
    for name in ("jpa check", "import pandas"):
        runs.add(0, 0, name, measured)
    reading = dict.fromkeys((f"{kind} {how}" for kind in ("form", "shared") for how in ("guarded", "calamine")), 2.0)
    runs.add(0, 0, "reading", None, **reading)
    runs.add(650, 0, "queries", None, all=4.0, month=1.0)
    runs.add(650, 0, "stages", None, taken=dict.fromkeys(STAGES, 2.0), floors={"children": 0.5})
    runs.add(0, 0, "many rows", None, observations=1, cpu=1, wall=1, peak_mib=1024, file_mib=1, slowest={"a.b": 1})
    again = Runs.load(runs.path)
    assert again.has(650, 0, "cold") and not again.has(650, 1, "cold")
    assert [row.what for row in ROWS if row.value(again) is None] == []
    assert next(row for row in ROWS if row.what.startswith("queries")).value(again) == 0.25
    written = page(again, None)
    assert "not met" in written
    assert all(stage in written for stage, _ in STAGES.values())
