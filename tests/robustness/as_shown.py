"""What LibreOffice shows in every cell of a workbook: the other route to the values that the product reads."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.forms.libreoffice import SOFFICE, profile

# Comma, quotation marks, UTF-8, from the first line, as shown (9th), every sheet a file of its own (12th).
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
Grid = dict[tuple[int, int], str]


def shown_by_libreoffice(files: Sequence[Path], folder: Path) -> dict[Path, dict[str, Grid]]:
    """For each file that LibreOffice opens: sheet name to row and column (from 1) to the text shown, blanks left out.

    The names of the files must differ in their stems.
    """
    command = [str(SOFFICE), profile(folder), "--headless", "--convert-to", _AS_SHOWN, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=540)
    return {
        file: {
            path.stem.removeprefix(f"{file.stem}-"): _grid(path) for path in sorted(folder.glob(f"{file.stem}-*.csv"))
        }
        for file in files
    }


def _grid(path: Path) -> Grid:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            (row, column): text
            for row, line in enumerate(csv.reader(stream), start=1)
            for column, text in enumerate(line, start=1)
            if text
        }
