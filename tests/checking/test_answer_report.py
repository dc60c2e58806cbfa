"""The report for programs keeps to the schema that is published, whatever was found."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assets.checking.answer.report import SCHEMA, report, report_bytes
from assets.checking.findings import FileStatus, Finding
from tests.checking.answers import facts, finding

PUBLISHED = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / f"{SCHEMA}.json").read_text(encoding="utf-8"))
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}
_KNOWN = {"$schema", "$id", "title", "description", "format", "type", "additionalProperties", "required", "properties",
          "const", "enum", "pattern", "minimum", "items"}  # fmt: skip


def broken(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value does not keep to a schema of JSON Schema 2020-12; fails for a keyword that is not known here."""
    assert set(schema) <= _KNOWN, set(schema) - _KNOWN
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    if names and (isinstance(value, bool) or not any(isinstance(value, _TYPES[name]) for name in names)):
        return [f"{at}: not {types}"]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: not {schema['const']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not one of {schema['enum']}")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value!r} is not {schema['pattern']}")
    if isinstance(value, int) and value < schema.get("minimum", value):
        found.append(f"{at}: below {schema['minimum']}")
    if isinstance(value, list):
        return found + [line for n, item in enumerate(value) for line in broken(item, schema["items"], f"{at}[{n}]")]
    if isinstance(value, dict):
        parts = schema["properties"]
        found += [f"{at}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{at}: {name} is not declared" for name in value if name not in parts]
        found += [
            line for name in value.keys() & parts.keys() for line in broken(value[name], parts[name], f"{at}.{name}")
        ]
    return found


FOUND: tuple[Finding, ...] = (
    finding("C3", severity="warning", rule="W01"),
    finding("B10"),
    finding("B2", found='=1+1\n"x"\x0b'),
    finding("", sheet=""),
    finding("AB1048576", severity="info", rule="N01"),
    finding("", sheet="Outcomes", severity="refusal", rule="F06"),
)


@pytest.mark.parametrize("outcome", ["accepted", "accepted_with_warnings", "held", "refused"])
@pytest.mark.parametrize("language", ["en", "th"])
def test_a_report_keeps_to_the_schema(outcome: FileStatus, language: str) -> None:
    before = {("E03", "Outcomes", "B2"): ("2023-07", "2023-08")}
    made = report(FOUND, facts(outcome, language), before=before)
    assert broken(json.loads(report_bytes(made)), PUBLISHED) == []
    assert broken(report([], facts(outcome, language)), PUBLISHED) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("outcome",), "fine"),
        (("file", "sha256"), "5E" * 32),
        (("file", "received_at"), "2023-10-02 15:04"),
        (("return", "version"), 0),
        (("return", "version"), True),
        (("counts", "error"), "3"),
        (("findings", 0, "cell"), "row 3"),
        (("findings", 0, "extra"), ""),
        (("findings", 0, "also_in"), ["July"]),
    ],
)
def test_a_report_with_one_thing_wrong_does_not(place: tuple[str | int, ...], value: object) -> None:
    made = json.loads(report_bytes(report(FOUND, facts())))
    inner = made
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    assert len(broken(made, PUBLISHED)) == 1


def test_every_finding_is_in_it_once_with_what_stands_in_the_cell() -> None:
    made = report(FOUND, facts())
    assert [(f["rule"], f["cell"]) for f in made["findings"]] == [
        ("F06", ""), ("E03", ""), ("E03", "B2"), ("E03", "B10"), ("W01", "C3"), ("N01", "AB1048576"),
    ]  # fmt: skip
    assert made["findings"][2]["found"] == '=1+1\n"x"\x0b'
    assert made["counts"] == {"refusal": 1, "error": 3, "warning": 1, "note": 1}
    assert {f["file"] for f in made["findings"]} == {"THA September.xlsx"}


def test_the_same_report_is_the_same_bytes_with_its_keys_in_order() -> None:
    data = report_bytes(report(FOUND, facts(language="th")))
    assert data == report_bytes(report(FOUND, facts(language="th")))
    keys = [re.match(r'  "(\w+)"', line) for line in data.decode().splitlines()]
    names = [key.group(1) for key in keys if key]
    assert names == sorted(names)
