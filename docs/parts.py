"""The parts of hand-written pages that are made from declarations, each by its name in PARTS."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path

import typer.main
from typer.core import TyperCommand, TyperGroup

from assets.checking.decisions import Correction, Waiver, Withdrawal
from assets.dashboards.pages.shared.quality_tables import MEASURES
from assets.forms.layout.guide import layout_keys
from assets.forms.layout.layout import load_layouts
from assets.framework.loader import load_framework
from assets.framework.names import country_name
from assets.framework.texts import languages
from docs.colours import colours
from docs.form_page import legend, marks
from docs.markdown import code, table
from pipelines.cli.main import app
from pipelines.settings import ENVIRONMENT, PROJECT, Settings

DECISIONS = Path(__file__).parent / "decisions"


def indicators() -> str:
    """Every indicator as it stands in indicators.csv."""
    head = ("code", "name", "unit", "counted when", "split by", "over countries", "level", "core", "counted in")
    rows = []
    framework = load_framework()
    places = {rule.indicator: rule.list_name or "grid" for rule in framework.counting_rules}
    for i in framework.indicators:
        how = f"{i.aggregation}, stock" if i.is_stock else i.aggregation
        splits, core = ", ".join(i.splits) or "nothing", "yes" if i.is_headline else "no"
        rows.append(
            (code(i.indicator), i.name, i.unit, i.counted_when, splits, how, i.level, core, places[i.indicator])
        )
    return table(head, rows)


_METHODS = {
    "sum": "values are added over cells, lines and months",
    "latest": "the latest month's value, never a sum",
    "stage": "each shared record once, in every month in which it is at such a stage",
    "first_day": "each shared record once, in the month of its first day",
}


def counting_rules() -> str:
    """Where the indicators of the lists are counted and how they add up, as counting_rules.csv says."""
    rows = []
    for rule in load_framework().counting_rules:
        if rule.counted_in == "grid":
            continue
        lines = ", ".join(code(name) for name in (rule.activity, rule.record, rule.role) if name) or "every line"
        what = f"number in {code(rule.field)}" if rule.counted_in == "field" else "the line"
        stages = ""
        if rule.from_stage:
            until = f" until {code(rule.until_stage)}" if rule.until_stage else ""
            without = "counts" if rule.counts_without_stage else "does not count"
            stages = f"from {code(rule.from_stage)}{until}; without a stage it {without}"
        sex = code(rule.sex) if rule.sex else ""
        rows.append((code(rule.indicator), rule.list_name, lines, what, sex, stages, _METHODS[rule.method]))
    return table(("code", "list", "of these lines", "what counts", "sex", "at these stages", "how it adds up"), rows)


def codes() -> str:
    """Every code list, a row each."""
    lists = groupby(load_framework().codes, key=lambda found: found.codelist)
    rows = [(code(name), " · ".join(f"{code(c.code)} {c.name}" for c in found)) for name, found in lists]
    return table(("list", "codes"), rows)


def quality() -> str:
    """The measures of quality by their names on the pages."""
    return table(("code", "measure", "better"), [measure[1:] for measure in MEASURES])


def editions() -> str:
    """The editions and who takes part, as shipped."""
    framework = load_framework()
    head = ("edition", "name", "first and last day", "due day", "cut-off day", "time zone", "taking part")
    rows = []
    for e in framework.editions:
        names = ", ".join(country_name(framework, area) for area in framework.participants_of(e.edition_id))
        days = f"{e.first_day} to {e.last_day}"
        rows.append((code(e.edition_id), e.name, days, e.due_day, e.cut_off_day, e.time_zone, names))
    return table(head, rows)


def settings() -> str:
    """Every key of jpa.toml; the limits have a table of their own."""
    variables = {key: code(name) for name, key in ENVIRONMENT.items()}
    rows = []
    for key, found in Settings.model_fields.items():
        default = "see below" if key == "limits" else found.get_default(call_default_factory=True)
        if isinstance(default, Path):
            default = f"{default.relative_to(PROJECT)}/ in the project"
        shown = "not set" if default in (None, "") else str(default).lower() if default is False else default
        rows.append((code(key), variables.get(key, ""), shown, found.description))
    return table(("key", "variable", "default", "meaning"), rows)


def limits() -> str:
    """Every key of the section [limits]."""
    rows = [(code(item.name), f"{item.default:,}".replace(",", " ")) for item in fields(Settings().limits)]
    return table(("key", "default"), rows)


def every_command(group: TyperGroup | None = None, before: str = "jpa") -> Iterator[tuple[str, TyperCommand]]:
    """Each command of jpa by its whole name, those of groups included."""
    for name, command in (group or typer.main.get_group(app)).commands.items():
        if isinstance(command, TyperGroup):
            yield from every_command(command, f"{before} {name}")
        elif isinstance(command, TyperCommand):
            yield f"{before} {name}", command


def commands() -> str:
    """Every command of jpa with what it takes."""
    rows = []
    for name, command in every_command():
        taken = [max(p.opts, key=len) if p.opts[0].startswith("-") else str(p.name).upper() for p in command.params]
        rows.append((code(name), (command.help or "").strip(), " ".join(map(code, taken))))
    return table(("command", "does", "takes"), rows)


def layouts() -> str:
    """Every layout file, what it reads, and where that comes from."""
    rows = []
    for layout in load_layouts():
        source = f"{layout.source.publisher}; {layout.source.licence}" if layout.source else "this project's own form"
        rows.append((code(layout.file), layout.title, source))
    return table(("file", "reads", "publisher and licence of the source"), rows)


def decisions() -> str:
    """The records of decisions by number and title."""
    found = {p: p.read_text(encoding="utf-8").splitlines()[0] for p in sorted(DECISIONS.glob("[0-9]*.md"))}
    return "\n".join(f"- [{title.lstrip('# ')}](decisions/{path.name})" for path, title in found.items())


def sub_rooms() -> str:
    """The folders within the rooms of assets/, each with the first line of its ``__init__.py``."""
    found = []
    for path in sorted((PROJECT / "assets").glob("*/*/__init__.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found.append((code(f"{path.parent.relative_to(PROJECT)}/"), text.splitlines()[0]))
    return table(("folder", "holds"), found)


def files_of_decisions() -> str:
    """The keys of each kind of decision an officer may write."""
    rows = []
    for model in (Waiver, Correction, Withdrawal):
        keys = [
            (name, found.is_required()) for name, found in model.model_fields.items() if name not in ("name", "kind")
        ]
        needed, others = ([code(name) for name, asked in keys if asked is wanted] for wanted in (True, False))
        says = (model.__doc__ or "").strip().splitlines()[0].replace("``", "`")
        rows.append((code(f'kind = "{model.__name__.lower()}"'), says, ", ".join(needed), ", ".join(others)))
    return table(("kind", "what it is", "keys", "keys that may be left out"), rows)


def tongues() -> str:
    """The languages of the table of texts."""
    return ", ".join(map(code, languages()))


_MAKERS = (
    indicators,
    counting_rules,
    codes,
    marks,
    legend,
    colours,
    quality,
    editions,
    settings,
    limits,
    commands,
    layouts,
    layout_keys,
    decisions,
    sub_rooms,
    files_of_decisions,
    tongues,
)
PARTS: dict[str, Callable[[], str]] = {make.__name__: make for make in _MAKERS}
