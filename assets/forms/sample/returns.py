"""Write the synthetic returns: a year of workbooks with a few planted faults, and when each of them came in."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from assets.forms.layout.layout import Layout
from assets.forms.sample.content import sample_contents
from assets.forms.sample.numbers import TOTAL
from assets.forms.writer.build import build_form, form_layout
from assets.forms.writer.content import FormContent, Value
from assets.framework.loader import Edition, Framework, FrameworkError

ARRIVALS = "arrivals.csv"
FAULTS = ("late", "resubmitted", "needs_correction", "missing", "unreadable")
# A file cut off on its way: the first part of a workbook, without its table of contents.
_KEPT_OF_UNREADABLE = 0.6


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file that was written: whose return it is, when it came in, and its planted fault or empty."""

    file_name: str
    ref_area: str
    month: str
    received_at: datetime
    fault: str


@dataclass(frozen=True, slots=True)
class SampleSet:
    """All files in the order in which they came in; ``missing`` is the country and month without one."""

    files: tuple[SampleFile, ...]
    missing: tuple[tuple[str, str], ...]
    arrivals: Path


def write_samples(
    framework: Framework,
    layouts: tuple[Layout, ...],
    folder: Path,
    *,
    seed: int = 6,
    countries: Sequence[str] | None = None,
    months: Sequence[str] | None = None,
    edition_id: str | None = None,
) -> SampleSet:
    """Write synthetic returns and ``arrivals.csv`` (file_name, received_at) into ``folder``.

    Without ``countries`` and ``months``: the participants and months of the edition (the last one in
    editions.csv). Faults, each once where there are at least five countries and five months, none where there are
    fewer: one late, one missing, one resubmitted, one that needs correction, one unreadable. The same arguments
    give the same bytes. Raises FrameworkError for an unknown edition, country or month.
    """
    edition = framework.edition(edition_id) if edition_id else framework.editions[-1]
    countries = tuple(countries or framework.participants_of(edition.edition_id))
    months = tuple(months or edition.months)
    if unknown := sorted(set(months) - set(edition.months)):
        raise FrameworkError(f"{', '.join(unknown)}: no month of {edition.edition_id}.")
    layout = form_layout(layouts)
    folder.mkdir(parents=True, exist_ok=True)
    faults = planted_faults(countries, months)
    files: list[SampleFile] = []
    for country, month, content in sample_contents(layout, edition, countries, months, seed):
        fault = faults.get((country, month), "")
        if fault != "missing":
            writer = _Writer(framework, layout, edition, folder, seed)
            files += writer.write(country, month, content, fault)
    files.sort(key=lambda file: (file.received_at, file.file_name))
    arrivals = folder / ARRIVALS
    _write_arrivals(arrivals, files)
    missing = tuple(place for place, fault in faults.items() if fault == "missing")
    return SampleSet(tuple(files), missing, arrivals)


def planted_faults(countries: Sequence[str], months: Sequence[str]) -> dict[tuple[str, str], str]:
    """Which return has which fault, spread over countries and months; none where there are too few of them."""
    planted: dict[tuple[str, str], str] = {}
    if min(len(countries), len(months)) < len(FAULTS):
        return planted
    for number, fault in enumerate(FAULTS):
        country = countries[(number * len(countries) + len(countries) // 2) // len(FAULTS)]
        month = months[(2 * number + 1) * len(months) // (2 * len(FAULTS) + 1)]
        planted[country, month] = fault
    return planted


@dataclass(frozen=True)
class _Writer:
    framework: Framework
    layout: Layout
    edition: Edition
    folder: Path
    seed: int

    def write(self, country: str, month: str, content: FormContent, fault: str) -> list[SampleFile]:
        name = f"{self.edition.edition_id}_{country}_{month}"
        draw = Random(f"{self.seed}:{country}:{month}:mail")
        days = -3 if fault == "late" else draw.randint(2, 8)
        if fault == "needs_correction":
            content = _that_needs_correction(content)
        path = self._build(f"{name}.xlsx", country, month, content)
        if fault == "unreadable":
            data = path.read_bytes()
            path.write_bytes(data[: round(len(data) * _KEPT_OF_UNREADABLE)])
        files = [SampleFile(path.name, country, month, self._received(draw, month, days), fault)]
        if fault == "resubmitted":
            again = self._build(f"{name}_corrected.xlsx", country, month, _revised(content))
            files.append(SampleFile(again.name, country, month, self._received(draw, month, 1), fault))
        return files

    def _build(self, name: str, country: str, month: str, content: FormContent) -> Path:
        path = self.folder / name
        build_form(
            self.framework, self.layout, self.edition.edition_id, country, month, path, content=content, synthetic=True
        )  # fmt: skip
        return path

    def _received(self, draw: Random, month: str, days_before_due: int) -> datetime:
        day = self.edition.due_on(month) - timedelta(days=days_before_due)
        clock = time(draw.randint(9, 16), draw.randint(0, 59))
        return datetime.combine(day, clock, ZoneInfo(self.edition.time_zone))


def _that_needs_correction(content: FormContent) -> FormContent:
    """The parts of a row exceed its total (E06), and one cell holds a number with words (E03)."""
    outcomes = dict(content.grids["outcomes"])
    outcomes["SUS_ID.TIP", "M.Y_GE18"] = 7
    outcomes["SUS_ID.TIP", TOTAL] = 4
    outcomes["CHG.TIP", TOTAL] = "12 (3 pending)"
    return replace(content, grids=dict(content.grids) | {"outcomes": outcomes})


def _revised(content: FormContent) -> FormContent:
    """The second version of a return: late entries added, parts and totals alike."""
    outcomes = dict(content.grids["outcomes"])
    for row in ("SUS_ID.TIP", "ARR.TIP"):
        for column in ("M.Y_GE18", TOTAL):
            outcomes[row, column] = _plus(outcomes[row, column], 2)
    outcomes["INV_NEW.SOM", TOTAL] = _plus(outcomes["INV_NEW.SOM", TOTAL], 1)
    return replace(content, grids=dict(content.grids) | {"outcomes": outcomes})


def _plus(value: Value, more: int) -> Value:
    return value + more if isinstance(value, int) else value


def _write_arrivals(path: Path, files: Sequence[SampleFile]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["file_name", "received_at"])
        writer.writerows([file.file_name, file.received_at.isoformat()] for file in files)
