"""Measure the product beside the peers and write docs/benchmarks.md: ``python -m bench``, or ``make bench``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.agree import TotalsDiffer
from bench.data import SIZES
from bench.measure import CommandFailed
from bench.product import Product
from bench.report import page
from bench.rounds import CHECKOUT, Bench, Runs

FOLDER = CHECKOUT / ".bench"
WRITTEN = CHECKOUT / "docs" / "benchmarks.md"
_FEW = {5850: 2}


def _sizes(text: str) -> list[int]:
    sizes = [int(part) for part in text.split(",")]
    if unknown := set(sizes) - set(SIZES):
        raise argparse.ArgumentTypeError(f"{sorted(unknown)}: sizes are {sorted(SIZES)}")
    return sizes


def main() -> None:
    """Run what is not measured yet, then write the page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=sorted(SIZES), help="numbers of returns, with commas")
    parser.add_argument("--rounds", type=int, default=5, help="of each size (at most 2 at 5,850)")
    parser.add_argument("--product", type=Path, default=CHECKOUT, help="another checkout, such as an older version")
    parser.add_argument("--before", default="", help="print what was measured of this version beside it")
    parser.add_argument("--observations", type=int, default=0, help="also the queries over so many (heavy)")
    parser.add_argument("--report", action="store_true", help="only write the page anew")
    asked = parser.parse_args()
    bench = Bench(Product(asked.product), FOLDER)
    try:
        for round_ in range(0 if asked.report else asked.rounds):
            bench.small(round_)
            for size in asked.sizes:
                if round_ < _FEW.get(size, asked.rounds):
                    bench.round(size, round_)
            if 650 in asked.sizes:
                bench.queries(650, round_)
                if asked.product == CHECKOUT:
                    bench.stages(650, round_)
        if asked.observations and not asked.report:
            bench.many_rows(asked.observations)
    except (TotalsDiffer, CommandFailed) as error:
        sys.exit(str(error))
    before = Runs.load(FOLDER / "runs" / f"{asked.before}.jsonl") if asked.before else None
    if before is not None and not before.rows:
        sys.exit(f"Nothing was measured of version {asked.before}: run --product with a checkout of it first.")
    if asked.product == CHECKOUT:
        WRITTEN.write_text(page(bench.runs, before), encoding="utf-8")
        print(f"written: {WRITTEN.relative_to(CHECKOUT)}")


if __name__ == "__main__":
    main()
