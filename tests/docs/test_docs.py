"""The documents say what is so: made tables are current, links lead somewhere, commands, targets and files exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.warehouse.queries import load_queries
from assets.warehouse.tables import MODELS
from docs.make import PAGES, made_pages
from docs.parts import PARTS, every_command
from pipelines.settings import ENVIRONMENT, PROJECT

MADE = made_pages()
PAGES_OF_DOCS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
LARGEST_PICTURE = 150_000
# Of a machine, of a registry, of the place where the project is made; and nothing outside the project.
FORBIDDEN = ("/work/", "/root/", "/home/", "/tmp/", "pypi.org", "pythonhosted", "devpi", "../shared", "TODO", "FIXME")
ROOTS = ("assets/", "pipelines/", "sql/", "tests/", "docs/", ".ci/")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
_TABLE = re.compile(r"(framework|received|checked|core|outcomes|quality|checks)\.([a-z_]+)")


def ids(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_of(path: Path) -> Iterator[str]:
    """Each line of a code block, and each name between backticks."""
    for block, name in _CODE.findall(text_of(path)):
        yield from (block or name).splitlines()


def anchors_of(path: Path) -> set[str]:
    """The places of a page that a link can lead to, as they are made from its headings."""
    headings = re.findall(r"^#+ (.*)$", text_of(path), re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]+>", "", h)).strip().lower().replace(" ", "-") for h in headings}
    return made | set(re.findall(r'<a id="([^"]+)"', text_of(path)))


@pytest.mark.parametrize("path", sorted(MADE), ids=ids)
def test_a_made_page_reads_as_it_would_be_made_now(path: Path) -> None:
    assert path.is_file() and text_of(path) == MADE[path], "Run: make docs"


def test_every_made_part_and_page_is_used() -> None:
    used = set(re.findall(r"<!-- made: (\w+) -->", "".join(map(text_of, PAGES_OF_DOCS))))
    assert used == set(PARTS)
    assert all((PROJECT / "docs" / name).is_file() for name in PAGES)


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_every_link_leads_to_a_page_and_a_place_in_it(path: Path) -> None:
    for link in _LINK.findall(text_of(path)):
        if not link.startswith(("http:", "https:", "mailto:")):
            name, _, place = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), f"{link} leads nowhere"
            assert not place or place in anchors_of(target), f"{link}: there is no such place"


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_every_command_that_is_shown_exists_with_its_options(path: Path) -> None:
    commands = dict(every_command())
    for line in code_of(path):
        for shown in re.findall(r"(?:^|[\s/])(jpa [a-z][^|#;]*)", line):
            words = shown.split()
            name = next((name for n in (3, 2) if (name := " ".join(words[:n])) in commands), None)
            assert name, f"{shown} is no command"
            known = {option for parameter in commands[name].params for option in parameter.opts} | {"--help"}
            given = {word.partition("=")[0] for word in words if word.startswith("-")}
            assert given <= known, f"{name} does not take {given - known}"


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(PROJECT / "Makefile"), re.MULTILINE))
    named = {name for line in code_of(path) for name in re.findall(r"(?:^|\s)make ([a-z]+)", line)}
    assert named <= targets


def test_every_command_and_variable_is_described() -> None:
    described = text_of(PROJECT / "docs" / "administrator.md")
    assert all(f"`{name}`" in described for name, _ in every_command())
    assert all(f"`{name}`" in described for name in ENVIRONMENT)


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_every_file_that_is_named_exists(path: Path) -> None:
    for name in code_of(path):
        file, _, test = name.strip().partition("::")
        found = PROJECT / ("tests" if test and not file.startswith("tests/") else "") / file
        if file.startswith(ROOTS) and not re.search(r"[\s*…]", file):
            assert found.exists(), f"{file} does not exist"
        if test:
            assert re.search(rf"def {test}\(", text_of(found)), f"{name} does not exist"


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_every_table_that_is_named_exists(path: Path) -> None:
    known = {*MODELS, *(query.table for query in load_queries())}
    named = {name.strip() for name in code_of(path) if _TABLE.fullmatch(name.strip())}
    assert named <= known


@pytest.mark.parametrize("path", PAGES_OF_DOCS, ids=ids)
def test_nothing_is_said_of_where_the_project_is_made(path: Path) -> None:
    found = [word for word in FORBIDDEN if word in text_of(path)]
    assert found == []


def test_nothing_outside_the_tests_reaches_out_of_the_project() -> None:
    folders = ("assets", "pipelines", "sql", "docs", ".ci")
    files = [path for folder in folders for path in (PROJECT / folder).rglob("*") if path.is_file()]
    readable = [path for path in files if path.suffix in {".py", ".sql", ".toml", ".csv", ".html", ".md", ".css", ""}]
    assert [ids(path) for path in readable if "../shared" in text_of(path)] == []


def test_pictures_are_small_and_every_one_is_shown() -> None:
    pictures = sorted((PROJECT / "docs" / "pictures").glob("*.png"))
    shown = {(path.parent / link).resolve() for path in PAGES_OF_DOCS for link in _LINK.findall(text_of(path))}
    assert pictures and set(pictures) <= shown
    assert [path.name for path in pictures if path.stat().st_size > LARGEST_PICTURE] == []
