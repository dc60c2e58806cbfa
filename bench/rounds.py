"""The rounds: every program in turn over the same files, in fresh processes; every measurement is kept at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.agree import must_agree
from bench.data import Returns, returns_of
from bench.measure import Measured, measure
from bench.product import Product

CHECKOUT = Path(__file__).parents[1]
WITHOUT_PANDAS = {5850}
SMALL = 0  # the size under which what is no matter of size is kept
_READ_FILES = 30


@dataclass
class Runs:
    """What was measured of one version of the product and the peers beside it, also by an earlier call."""

    path: Path
    rows: list[dict[str, Any]]

    @classmethod
    def load(cls, path: Path) -> Runs:
        """Take over what an earlier call wrote."""
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return cls(path, [json.loads(line) for line in lines])

    def has(self, size: int, round_: int, name: str) -> bool:
        """Whether this was measured already."""
        return any((row["size"], row["round"], row["name"]) == (size, round_, name) for row in self.rows)

    def add(self, size: int, round_: int, name: str, measured: Measured | None = None, **more: Any) -> None:
        """Keep what was measured, at once."""
        numbers = {} if measured is None else {k: v for k, v in vars(measured).items() if k != "output"}
        row = {"size": size, "round": round_, "name": name, **numbers, **more}
        self.rows.append(row)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
        shown = (
            f"{row['cpu']:8.2f} s CPU{row['wall']:8.2f} s{row['peak_mib']:7.0f} MiB  load {row['load']:.1f}"
            if numbers
            else more
        )
        print(f"{size or '':>6} round {round_}  {name:16}{shown}", flush=True)

    def median(self, size: int, name: str, key: str = "cpu") -> float | None:
        """The median over the rounds; None where it was not measured."""
        found = [row[key] for row in self.rows if (row["size"], row["name"]) == (size, name) and key in row]
        return median(found) if found else None


def bytes_below(folder: Path) -> int:
    """What files below a folder hold."""
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())


class Bench:
    """One version of the product beside the peers, over the files of ``folder``."""

    def __init__(self, product: Product, folder: Path) -> None:
        self.product, self.folder = product, folder
        self.runs = Runs.load(folder / "runs" / f"{product.version}.jsonl")
        self.scratch = folder / "scratch" / product.version

    def round(self, size: int, round_: int) -> None:
        """Peers and product once, in turn, over the files of a size. Raises TotalsDiffer where their totals do."""
        returns = returns_of(size, self.product, self.folder / "returns")
        peers = ["fast_polars"] if size in WITHOUT_PANDAS else ["analyst_pandas", "fast_polars"]
        for peer in peers:
            self._peer(peer, returns, size, round_)
        if not self.runs.has(size, round_, "one new"):
            self._product(returns, size, round_, peers)

    def _peer(self, peer: str, returns: Returns, size: int, round_: int) -> None:
        out = self.scratch / f"{peer}_{size}"
        if not self.runs.has(size, round_, peer) or not (out / "months.csv").exists():
            command = [sys.executable, "-m", f"bench.{peer}", str(returns.inbox), str(out)]
            measured = measure(command, CHECKOUT, self.product.environment() | {"PYTHONPATH": str(CHECKOUT)})
            if not self.runs.has(size, round_, peer):
                self.runs.add(size, round_, peer, measured)

    def _product(self, returns: Returns, size: int, round_: int, peers: Sequence[str]) -> None:
        home = returns.home(self.scratch / f"product_{size}")
        last = {returns.last()}
        returns.put(home, {row["file_name"] for row in returns.arrivals} - last)
        cold = self.product.jpa(home, "refresh")
        sizes = {"site_bytes": bytes_below(home / "dashboards"), "dagster_bytes": bytes_below(home / "dagster")}
        nothing = self.product.jpa(home, "refresh")
        kept = bytes_below(home / "dagster")
        returns.put(home, last)
        new = self.product.jpa(home, "refresh")
        left = bytes_below(home / "dagster") - kept
        for peer in peers:
            must_agree(home / "warehouse" / "jpa.duckdb", self.scratch / f"{peer}_{size}", peer)
        for name, measured, more in (
            ("cold", cold, sizes),
            ("nothing new", nothing, {"left": kept - sizes["dagster_bytes"]}),
            ("one new", new, {"left": left}),
        ):
            self.runs.add(size, round_, name, measured, **more)

    def small(self, round_: int) -> None:
        """What is no matter of size: reading one file, checking one file, queries after one month's returns."""
        returns = returns_of(104, self.product, self.folder / "returns")
        if not self.runs.has(SMALL, round_, "reading"):
            script = Path(__file__).parent / "reading.py"
            read = self.product.script(script, [str(returns.inbox), str(_READ_FILES)])
            self.runs.add(SMALL, round_, "reading", **json.loads(read.output))
        if not self.runs.has(SMALL, round_, "jpa check"):
            home, path = returns.home(self.scratch / "check"), returns.inbox / returns.last()
            pandas = [self.product.python, "-c", "import pandas"]
            self.product.jpa(home, "check", str(path))  # once before: compiled files are written
            self.runs.add(SMALL, round_, "import pandas", measure(pandas, CHECKOUT, self.product.environment()))
            self.runs.add(SMALL, round_, "jpa check", self.product.jpa(home, "check", str(path)))

    def queries(self, size: int, round_: int) -> None:
        """The queries of a first refresh of all months but the last, then after the returns of the last."""
        if self.runs.has(size, round_, "queries"):
            return
        returns = returns_of(size, self.product, self.folder / "returns")
        home = returns.home(self.scratch / f"queries_{size}")
        month = returns.of_last_month()
        returns.put(home, {row["file_name"] for row in returns.arrivals} - month)
        first = self._queries(home)
        returns.put(home, month)
        self.runs.add(size, round_, "queries", all=first, month=self._queries(home))

    def _queries(self, home: Path) -> float:
        return self._stages(home)["queries"]

    def stages(self, size: int, round_: int) -> None:
        """Where a cold refresh spends its time, and the least that each of its parts could cost."""
        if self.runs.has(size, round_, "stages"):
            return
        returns = returns_of(size, self.product, self.folder / "returns")
        home = returns.home(self.scratch / f"stages_{size}")
        returns.put(home)
        taken = self._stages(home)
        floors = self.product.script(Path(__file__).parent / "floors.py", [str(returns.inbox), str(home)])
        self.runs.add(size, round_, "stages", taken=taken, floors=json.loads(floors.output))

    def _stages(self, home: Path) -> dict[str, float]:
        done = self.product.script(Path(__file__).parent / "stages.py", [self.product.entry, "refresh"], home)
        found: dict[str, float] = json.loads(done.output.splitlines()[-1])
        return found

    def many_rows(self, observations: int) -> None:
        """The queries over ``observations``, multiplied from the largest state folder that a round has left."""
        if self.runs.has(SMALL, 0, "many rows"):
            return
        source = next(self._working(), None)
        if source is None:
            raise FileNotFoundError("No state folder is there yet: run a round of 650 first.")
        script = Path(__file__).parent / "many_rows.py"
        done = self.product.script(script, [str(source), str(self.scratch), str(observations)])
        self.runs.add(SMALL, 0, "many rows", **json.loads(done.output.splitlines()[-1]))

    def _working(self) -> Iterator[Path]:
        for size in (650, 104, 52):
            yield from sorted((self.scratch / f"product_{size}" / "working").glob("*.duckdb"))
