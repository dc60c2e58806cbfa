"""What those who take the project over rely on: version, licence, what comes from others, what is installed."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from docs.sbom import bill_of_materials, locked
from pipelines.cli.main import app
from pipelines.settings import PROJECT, version

DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
# Needed without an import: zone files, and what puts the jpa command into the environment.
NEVER_IMPORTED = {"tzdata", "hatchling", "editables"}


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def imported() -> Iterator[str]:
    """The first name of every import in the product."""
    for folder in ("assets", "pipelines"):
        for path in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from (name.name.partition(".")[0] for name in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module.partition(".")[0]


def group(name: str) -> Iterator[str]:
    """What a dependency group names, with the groups that it includes."""
    for line in DECLARED["dependency-groups"][name]:
        yield from [line] if isinstance(line, str) else group(line["include-group"])


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    assert CliRunner().invoke(app, ["--version"]).output.strip() == f"jpa {version()}"
    newest = re.search(r"^## \[([\d.]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)
    cited = re.search(r"^version: (\S+)$", text_of("CITATION.cff"), re.MULTILINE)
    assert newest and cited
    assert {newest[1], cited[1]} == {version()} == {DECLARED["project"]["version"]}


def test_the_licence_is_whole_and_named() -> None:
    licence = text_of("LICENSE")
    assert "Apache License" in licence and "END OF TERMS AND CONDITIONS" in licence
    assert DECLARED["project"]["license"] == "Apache-2.0"
    assert all((PROJECT / name).is_file() for name in DECLARED["project"]["license-files"])


def test_every_vendored_file_is_named_with_its_version() -> None:
    static = PROJECT / "assets" / "dashboards" / "static"
    vendored = [path for path in static.glob("*.js") if "Licensed under" in path.read_text(encoding="utf-8")[:500]]
    assert vendored
    for path in vendored:
        number = re.search(r"v(\d+\.\d+\.\d+)", path.read_text(encoding="utf-8")[:200])
        assert number and path.name in text_of("THIRD_PARTY.md") and number[1] in text_of("THIRD_PARTY.md")


def test_every_dependency_is_imported_by_the_product() -> None:
    by_module = packages_distributions()
    used = {canonicalize_name(name) for module in imported() for name in by_module.get(module, ())}
    declared = {canonicalize_name(Requirement(line).name) for line in DECLARED["project"]["dependencies"]}
    assert declared - used == NEVER_IMPORTED


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_name_every_dependency_with_hashes_and_no_registry(name: str) -> None:
    lock = text_of(name)
    packages = [package for package, _ in locked(lock)]
    wanted = DECLARED["project"]["dependencies"] + (list(group("dev")) if "dev" in name else [])
    assert {canonicalize_name(Requirement(line).name) for line in wanted} <= set(packages)
    assert len(re.findall(r"^\S", lock, re.MULTILINE)) == len(packages)
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", lock))
    assert "://" not in lock and "--index" not in lock


def test_the_bill_of_materials_names_what_is_installed_with_licences_and_is_the_same_twice() -> None:
    text = bill_of_materials(LOCK)
    bill = json.loads(text)
    named = {part["name"]: part for part in bill["components"]}
    assert {name for name, _ in locked(LOCK)} | {"plotly.js-basic-dist-min"} == set(named)
    direct = {canonicalize_name(Requirement(line).name) for line in DECLARED["project"]["dependencies"]}
    assert [name for name in sorted(direct) if not named[name].get("licenses")] == []
    assert text == bill_of_materials(LOCK)
