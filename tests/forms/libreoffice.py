"""LibreOffice for the tests: convert a file, calculate it anew, and type into it as a person does."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SOFFICE = shutil.which("soffice")
# Calculate every formula when a file is opened, also those of other programs.
_ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
_TYPING = Path(__file__).with_name("type_in_libreoffice.py")


def profile(folder: Path, *, calculate: bool = False) -> str:
    """The option for a profile of its own, so that no running office is disturbed."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    if calculate:
        (user / "registrymodifications.xcu").write_text(_ALWAYS_CALCULATE, encoding="utf-8")
    return f"-env:UserInstallation={(folder / 'profile').as_uri()}"


def convert(files: Sequence[Path], ending: str, folder: Path, *, calculate: bool = False) -> list[Path]:
    """The files as LibreOffice saves them in another format, in ``folder``."""
    subprocess.run(
        [str(SOFFICE), profile(folder, calculate=calculate), "--headless", "--convert-to", ending, "--outdir",
         str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return [folder / f"{file.stem}.{ending}" for file in files]


@functools.cache
def python_of_libreoffice() -> str:
    """A Python that can drive LibreOffice (package python3-uno on Debian), or empty."""
    beside = Path(os.path.realpath(SOFFICE)).parent / "python" if SOFFICE else Path("python")
    for program in ("/usr/bin/python3", str(beside), "python3"):
        if shutil.which(program) and not subprocess.run([program, "-c", "import uno"], capture_output=True).returncode:
            return program
    return ""


def type_into(
    file: Path, typed: Mapping[str, Mapping[str, str | int | float]], saved: Path, folder: Path
) -> dict[str, dict[str, str | float]]:
    """Type values into cells (by sheet and address), save as ``saved``; returns what stands in every cell then.

    Text is entered as if typed: LibreOffice decides whether it is a number. What is refused, such as typing into a
    locked cell, stays as it was.
    """
    job = {"soffice": SOFFICE, "profile": profile(folder), "file": str(file), "typed": typed, "saved": str(saved)}
    done = subprocess.run(
        [python_of_libreoffice(), str(_TYPING)], input=json.dumps(job), text=True, capture_output=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    shown: dict[str, dict[str, str | float]] = json.loads(done.stdout)
    return shown
