"""Guarded reading beside calamine alone, alternating in one process: ``python bench/reading.py FOLDER FILES``.

Run with the product's checkout on the path. Prints JSON: milliseconds of processor time a file, medians, for the form
as it is and with the formulas of each column written as one shared formula, as spreadsheet programs do for formulas
that were filled down. FILES of each are measured, and one before them is not.
"""

from __future__ import annotations

import io
import json
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from assets.intake.gate import read_bytes
from assets.intake.limits import Limits
from assets.intake.opening import open_bytes

_FORMULA = re.compile(rb'(<c r="([A-Z]+)(\d+)"[^<>]*>)<f>([^<]*)</f>')


def with_shared_formulas(data: bytes) -> bytes:
    """The same workbook; the first formula of a column is written out, the others refer to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                part = _shared(part)
            new.writestr(info, part)
    return out.getvalue()


def _shared(sheet: bytes) -> bytes:
    groups: dict[bytes, int] = {}

    def rewritten(found: re.Match[bytes]) -> bytes:
        column, row, text = found[2], found[3], found[4]
        if column in groups:
            return found[1] + b'<f t="shared" si="%d"/>' % groups[column]
        groups[column] = len(groups)
        area = column + row + b":" + column + b"1000"
        return found[1] + b'<f t="shared" ref="%s" si="%d">%s</f>' % (area, groups[column], text)

    return _FORMULA.sub(rewritten, sheet)


def calamine(data: bytes) -> None:
    """Every sheet to Python values, and nothing else."""
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def milliseconds(run: Callable[[bytes], object], data: bytes) -> float:
    """Processor time of one call."""
    began = time.process_time()
    run(data)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Measure and print."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    limits = Limits()

    def guarded(data: bytes) -> object:
        return open_bytes(data, "return.xlsx", limits)

    taken: dict[str, list[float]] = {}
    # No file is read twice by the same code: what a process keeps of one helps with the next as in a refresh, no more.
    for place, path in enumerate(sorted(folder.glob("*.xlsx"))[: 2 * number + 1]):
        data = read_bytes(path, limits)
        kind, content = ("form", data) if place % 2 else ("shared", with_shared_formulas(data))
        for name, run in (("calamine", calamine), ("guarded", guarded)):
            used = milliseconds(run, content)
            if place:
                taken.setdefault(f"{kind} {name}", []).append(used)
    print(json.dumps({name: statistics.median(times) for name, times in taken.items()}))


if __name__ == "__main__":
    main()
