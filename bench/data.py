"""The files that are read: synthetic returns from a seed, the same for every program and version."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.more_years import more_years
from bench.product import Product

# Returns: countries, and years before the first one.
SIZES = {52: (4, 0), 104: (8, 0), 650: (50, 0), 5850: (50, 8)}
SEED = 6


@dataclass(frozen=True)
class Returns:
    """A folder of returns with arrivals.csv, and framework tables that go with them (there may be none)."""

    inbox: Path
    framework: Path

    @property
    def arrivals(self) -> list[dict[str, str]]:
        """File name and time of receipt, as listed."""
        with (self.inbox / "arrivals.csv").open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def last(self) -> str:
        """The file that came last."""
        return max(self.arrivals, key=lambda row: (row["received_at"][:16], row["file_name"]))["file_name"]

    def of_last_month(self) -> set[str]:
        """The files of the month that was reported last."""
        month = {row["file_name"]: re.search(r"_(\d{4}-\d{2})", row["file_name"]) for row in self.arrivals}
        named = {name: found[1] for name, found in month.items() if found}
        return {name for name, found in named.items() if found == max(named.values())}

    def put(self, home: Path, names: set[str] | None = None) -> None:
        """Put files (default: all) into the inbox of a state folder, as hard links, with their arrivals.csv."""
        inbox = home / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        chosen = [row for row in self.arrivals if names is None or row["file_name"] in names]
        for row in chosen:
            (inbox / row["file_name"]).hardlink_to(self.inbox / row["file_name"])
        with (inbox / "arrivals.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, ["file_name", "received_at"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(chosen)

    def home(self, folder: Path) -> Path:
        """An empty state folder with these framework tables; what was in it before is removed."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if self.framework.is_dir():
            shutil.copytree(self.framework, folder / "framework")
        return folder


def returns_of(size: int, product: Product, folder: Path) -> Returns:
    """The returns of a size; written once, and then kept in ``folder``."""
    countries, years = SIZES[size]
    made = folder / str(size)
    if not (made / "made").exists():
        shutil.rmtree(made, ignore_errors=True)
        if years:
            year = returns_of(countries * 13, product, folder)
            more_years(year.inbox, year.framework, product.framework, made, years)
        else:
            product.jpa(made, "sample", "--countries", str(countries), "--seed", str(SEED), "-o", str(made / "inbox"))
        (made / "made").touch()
    return Returns(made / "inbox", made / "framework")
