"""What the lists of a return say against its Cover and the file's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from assets.checking.rules.declared import RULES
from assets.checking.within_return.intervals import added, bounds_of_entry
from assets.forms.codes import plain
from assets.forms.results import Entry, ReadResult
from assets.framework.loader import Framework
from assets.framework.names import country_name
from assets.framework.terms import term
from assets.intake.problems import Problem

OFFICERS = ("officers_f", "officers_m", "officers_not_stated")
# A month in a file's name; a whole date in it is the day of sending.
_MONTH = re.compile(r"(?<![0-9])(20[0-9]{2})[-_. ]?(0[1-9]|1[0-2])(?![-_. ]?[0-9])", re.ASCII)
_BETWEEN_WORDS = re.compile(r"[\W_]+")

Lines = Mapping[int, Mapping[str, Entry]]


def lines_of(result: ReadResult, list_name: str) -> Lines:
    """The rows of a list: row to field to entry."""
    lines: dict[int, dict[str, Entry]] = defaultdict(dict)
    for entry in result.entries:
        if entry.list_name == list_name:
            lines[entry.entry][entry.field] = entry
    return lines


def training_problems(result: ReadResult) -> Iterator[Problem]:
    """W05: officers trained, and the Cover says that there was no activity. W06: an odd number of them a session."""
    limits = RULES["W06"].limits
    cover = lines_of(result, "cover").get(1, {})
    none_listed = "activities_listed" in cover and cover["activities_listed"].value_text == "NONE"
    for line in lines_of(result, "activities").values():
        if "type" not in line or line["type"].value_text != "TRAINING":
            continue
        cells = [line[name] for name in OFFICERS if name in line and line[name].obs_status in ("V", "Q")]
        if not cells:
            continue
        # A blank column may be anything: then only too many of them is certain.
        officers = added(bounds_of_entry(line.get(name)) for name in OFFICERS)
        place = next((cell for cell in cells if cell.value_number), cells[0])
        facts: dict[str, str | int] = {"officers": officers.least}
        if none_listed and officers.least:
            yield Problem("W05", place.sheet, place.cell, place.raw_text, facts)
        hosted_for_others = officers.most == 0 and "role" in line and line["role"].value_text == "HOST"
        if not hosted_for_others and (officers.most < limits["fewest"] or officers.least > limits["most"]):
            yield Problem("W06", place.sheet, place.cell, place.raw_text, facts)


def name_problems(result: ReadResult, file_name: str, framework: Framework) -> Iterator[Problem]:
    """W17: the file's name speaks of another month or another country than the Cover."""
    cover = lines_of(result, "cover").get(1, {})
    stem = PurePath(file_name).stem
    months = [f"{year}-{month}" for year, month in _MONTH.findall(stem)]
    countries = _countries(stem, framework.participants_of(result.edition_id), framework)
    for kind, field, named in (("month", "time_period", months), ("country", "ref_area", countries)):
        said = cover.get(field)
        if said is not None and said.value_text and named and said.value_text not in named:
            facts: dict[str, str | int] = {"kind": kind, "named": term(field, named[0])}
            yield Problem("W17", said.sheet, said.cell, said.raw_text, facts)


def _countries(stem: str, taking_part: tuple[str, ...], framework: Framework) -> list[str]:
    words = _BETWEEN_WORDS.split(stem)
    written = f" {plain(' '.join(words))} "
    return [code for code in taking_part if code in words or f" {plain(country_name(framework, code))} " in written]
