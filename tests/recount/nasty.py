"""Editions that go wrong in every way: marks everywhere, versions, lists that are not complete, odd cases."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from assets.forms.layout.layout import load_layouts
from assets.forms.writer.build import build_form, form_layout
from assets.forms.writer.content import FormContent, Value
from assets.framework.loader import Edition, Framework

_PARTS = ("F.Y0T17", "F.Y_GE18", "F._U", "M.Y0T17", "M.Y_GE18", "M._U", "_O._T", "_U._T")
_SPLIT = [f"{code}.{crime}" for code in ("SUS_ID", "ARR", "CHG", "CON") for crime in ("TIP", "SOM", "MIX")]
_TOTALS = [
    f"{code}.{crime}" for code in ("INV_NEW", "INV_OPN", "WAR_EXE", "NET_DIS") for crime in ("TIP", "SOM", "MIX")
]
_FORMS = ("_T", "SEX", "LAB", "DOM", "FMA", "CRI", "BEG", "ORG", "OTH", "_U")
_STAGES = ("NOMINATED", "ACCEPTED", "INVESTIGATION", "CHARGED", "COURT", "CONVICTED", "CLOSED")
Grid = dict[tuple[str, str], Value]


def write_nasty(
    framework: Framework, edition: Edition, folder: Path, countries: Sequence[str], months: Sequence[str], seed: int
) -> None:
    """Returns with arrivals.csv; the last of ``countries`` starts two months late. The same seed, the same files."""
    folder.mkdir(parents=True)
    layout, arrivals = form_layout(load_layouts()), []
    for country in countries:
        for number, month in enumerate(months):
            draw = Random(f"{seed} {country} {month}")
            if (country == countries[-1] and number < 2) or draw.random() < 0.1:
                continue
            for version in range(1 + (draw.random() < 0.3)):
                name = f"{country}_{month}_{version}.xlsx"
                content = _content(draw, country, month, countries)
                build_form(
                    framework, layout, edition.edition_id, country, month, folder / name, content=content
                )  # fmt: skip
                late = draw.choice([-6, -3, -1, 0, 1, 5]) + version
                at = datetime.combine(edition.due_on(month) + timedelta(days=late), time(10), ZoneInfo("Asia/Bangkok"))
                arrivals.append((name, at.isoformat()))
    with (folder / "arrivals.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("file_name", "received_at"), *sorted(arrivals, key=lambda entry: entry[1])])


def _number(draw: Random, highest: int, marks: float = 0.12) -> Value:
    return draw.choice([None, "..", "n/a", "<5"]) if draw.random() < marks else draw.randint(0, highest)


def _split(draw: Random, row: str) -> Grid:
    """A row whose total is typed, withheld, blank or cannot be counted, and whose parts may lack."""
    marks = draw.choice([0.0, 0.0, 0.1, 0.5])
    cells: Grid = {(row, part): _number(draw, 3, marks) for part in _PARTS}
    known = sum(value for value in cells.values() if isinstance(value, int))
    gaps = any(value in (None, "..", "<5") for value in cells.values())
    total: Value = known + (draw.randint(0, 3) if gaps else 0)
    odd = draw.random()
    cells[row, "_T._T"] = None if odd < 0.12 else "<5" if odd < 0.2 and known < 5 else "n/a" if odd < 0.23 else total
    return cells


def _content(draw: Random, country: str, month: str, countries: Sequence[str]) -> FormContent:
    outcomes: Grid = {(row, "_T._T"): _number(draw, 9) for row in _TOTALS}
    outcomes["ARR_OTH.OTH", "_T._T"] = _number(draw, 4)
    for row in (*_SPLIT, "VIC_AST.TIP", "MIG_SMG.SOM"):
        outcomes |= _split(draw, row)
    cover: dict[str, Value] = {
        "source_agency": "National desk", "contact_office": "desk@office.example",
        "data_status": draw.choice(["FINAL", "PROVISIONAL"]), "nil_return": "NO",
        **{f"{name}_listed": draw.choice(["COMPLETE"] * 4 + ["NOT_AVAILABLE"])
           for name in ("exchanges", "cases", "activities")},
    }  # fmt: skip
    lists: dict[str, list[dict[str, Value]]] = {
        "exchanges": _exchanges(draw, country, countries),
        "cases": _cases(draw, country, month, countries),
        "activities": _activities(draw, month),
    }
    return FormContent(cover, {"outcomes": outcomes, "victims": _victims(draw)}, lists)


def _victims(draw: Random) -> Grid:
    cells: Grid = {}
    for status in ("IDF", "POT"):
        forms = {form: {part: draw.randint(0, 1) for part in _PARTS} for form in _FORMS[1:]}
        whole = {part: sum(parts[part] for parts in forms.values()) for part in _PARTS}
        for form, parts in [("_T", whole), *forms.items()]:
            for part in _PARTS:
                cells[f"{status}.{form}", part] = _masked(draw, parts[part])
            cells[f"{status}.{form}", "_T._T"] = _masked(draw, sum(parts.values()))
    return cells


def _masked(draw: Random, value: int) -> Value:
    odd = draw.random()
    return None if odd < 0.04 else "<5" if odd < 0.08 and value < 5 else ".." if odd < 0.1 else value


def _exchanges(draw: Random, country: str, countries: Sequence[str]) -> list[dict[str, Value]]:
    others = [c for c in (*countries, "LAO", "INTERPOL") if c != country]
    return [
        {"counterpart": other, "channel": draw.choice(["POLICE", "INTERPOL", "MLA"]), "crime": "TIP",
         "sent": _number(draw, 6), "received": _number(draw, 6), "answered": _number(draw, 2)}
        for other in draw.sample(others, draw.randint(0, len(others)))
    ]  # fmt: skip


def _cases(draw: Random, country: str, month: str, countries: Sequence[str]) -> list[dict[str, Value]]:
    first = date.fromisoformat(f"{month}-01")
    lines: list[dict[str, Value]] = []
    for number in range(8):
        if draw.random() < 0.5:
            stage = draw.choice([*_STAGES, *_STAGES[1:5], None])
            day = first + timedelta(days=draw.randint(0, 27))
            lines.append({"case_reference": f"{country}-C{number}", "record": "COMP", "shared_id": f"COMP-{number}",
                          "crime": "TIP", "stage": stage, "stage_reached_on": day if stage else None})  # fmt: skip
    for number in range(4):
        if draw.random() < 0.5:
            lines.append({"case_reference": f"{country}-P{number}", "record": "PLAN",
                          "shared_id": draw.choice([f"PLAN-{number}", None]), "crime": "SOM",
                          "stage": draw.choice(["NOMINATED", "ACCEPTED", "ACCEPTED", "CLOSED", None])})  # fmt: skip
    for number in range(3):
        if draw.random() < 0.4:
            lines.append({"case_reference": f"{country}-O{number}", "record": "OPER", "shared_id": f"OP-{number}",
                          "crime": "SOM", "other_countries": "; ".join(c for c in countries if c != country),
                          "lead": draw.choice([country, countries[0], None]),
                          "opened_on": draw.choice([first + timedelta(days=draw.randint(0, 20)), None])})  # fmt: skip
    return lines


def _activities(draw: Random, month: str) -> list[dict[str, Value]]:
    first = date.fromisoformat(f"{month}-10")
    return [
        {"reference": f"A-{number}", "type": kind, "title": "On evidence", "topic": "Evidence",
         "role": draw.choice(["HOST", "ATTENDED"]), "mode": draw.choice(["IN_PERSON", "ONLINE"]),
         "first_day": first, "last_day": first,
         **({"people_reached": _number(draw, 90)} if kind == "AWARENESS" else
            {name: _number(draw, 20) for name in ("officers_f", "officers_m", "officers_not_stated")})}
        for number in range(5)
        if (kind := draw.choice(["TRAINING", "TRAINING", "SIMULATION", "AWARENESS", "EXPERT"]))
    ]  # fmt: skip
