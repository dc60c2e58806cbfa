"""More editions out of one year of synthetic returns: the same workbooks, a number of years earlier.

Only years change: edition, months, days. It costs 15 ms a workbook where building a form takes ten times that.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

EDITION = "JPA6"
_MONTHS = b"January|February|March|April|May|June|July|August|September|October|November|December"
_EPOCH = dt.date(1899, 12, 30)
_DAY = re.compile(rb'(<c r="[A-Z]+\d+" s="\d+"><v>)(45\d\d\d)(</v>)')  # 2023-03 to 2025-12 as a serial number


def edition_of(years: int) -> str:
    """The id of the edition that was ``years`` years earlier; of the same length, so that offsets stay."""
    return f"JPA{6 - years}" if years < 6 else f"JPB{12 - years}"


def earlier(day: dt.date, years: int) -> dt.date:
    """The same day of an earlier year; the last of February where there is none."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _shifted(data: bytes, years: int) -> bytes:
    data = data.replace(EDITION.encode(), edition_of(years).encode())
    data = re.sub(rb"\b(" + _MONTHS + rb") (20\d\d)\b", lambda m: m[1] + b" %d" % (int(m[2]) - years), data)
    data = re.sub(rb"\b(20\d\d)-(\d\d)\b", lambda m: b"%d-" % (int(m[1]) - years) + m[2], data)

    def serial(found: re.Match[bytes]) -> bytes:
        days = earlier(_EPOCH + dt.timedelta(int(found[2])), years) - _EPOCH
        return found[1] + b"%d" % days.days + found[3]

    return _DAY.sub(serial, data)


def _copy(task: tuple[Path, int], out: Path) -> str:
    path, years = task
    name = re.sub(r"20\d\d", lambda m: str(int(m[0]) - years), path.name).replace(EDITION, edition_of(years))
    try:
        with (
            zipfile.ZipFile(path) as old,
            zipfile.ZipFile(out / name, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as new,
        ):
            for info in old.infolist():
                data = old.read(info)
                new.writestr(info, _shifted(data, years) if info.filename.startswith("xl/") else data)
    except zipfile.BadZipFile:  # a planted fault: other bytes, as broken as before
        (out / name).write_bytes(path.read_bytes() + b"\0" * years)
    return name


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def more_years(year: Path, tables: Path, shipped: Path, out: Path, years: int, jobs: int = 2) -> None:
    """Write ``out``/inbox, the returns of ``year`` and of ``years`` years before it, and ``out``/framework.

    ``tables`` holds the participants.csv that was written with the year, ``shipped`` the framework tables of the
    product.
    """
    inbox, framework = out / "inbox", out / "framework"
    inbox.mkdir(parents=True)
    framework.mkdir()
    head, *arrivals = _rows(year / "arrivals.csv")
    for name, _ in arrivals:
        (inbox / name).hardlink_to(year / name)
    tasks = [(year / name, back) for back in range(1, years + 1) for name, _ in arrivals]
    came = [earlier_time(at, back) for back in range(1, years + 1) for _, at in arrivals]
    with ProcessPoolExecutor(jobs) as pool:
        names = pool.map(partial(_copy, out=inbox), tasks, chunksize=50)
        _write(inbox / "arrivals.csv", [head, *arrivals, *map(list, zip(names, came, strict=True))])
    head, *editions = _rows(shipped / "editions.csv")
    now = next(row for row in editions if row[0] == EDITION)
    before = []
    for back in range(years, 0, -1):
        days = [earlier(dt.date.fromisoformat(day), back).isoformat() for day in now[3:5]]
        before.append(
            [edition_of(back), f"Synthetic edition {back} years before", edition_of(back), *days, *now[5:8], ""]
        )
    _write(framework / "editions.csv", [head, *before, now])
    head, *taking_part = _rows(tables / "participants.csv")
    all_years = [[edition_of(back), *row[1:]] for back in range(years, 0, -1) for row in taking_part]
    _write(framework / "participants.csv", [head, *all_years, *taking_part])


def earlier_time(at: str, years: int) -> str:
    """The same time of day, years earlier."""
    when = dt.datetime.fromisoformat(at)
    return dt.datetime.combine(earlier(when.date(), years), when.timetz()).isoformat()
