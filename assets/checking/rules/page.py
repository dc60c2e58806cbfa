"""The page docs/rules.md, made from the declarations: ``python -m assets.checking.rules.page docs/rules.md``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from assets.checking.rules.declared import ALL_RULES
from assets.checking.rules.rule import Family, Rule, Wording

_FAMILIES: dict[Family, str] = {
    "file": "The file",
    "value": "One cell",
    "within the return": "Cells of one return against each other",
    "earlier returns": "Against the country's earlier returns",
    "other countries": "Against the returns of other countries",
    "note": "What was changed while reading",
    "inbox": "Inbox and archive",
}
_SEVERITIES = {
    "refusal": "the file is refused",
    "error": "the return is held until it is corrected",
    "warning": "the return counts; please look",
    "info": "for information",
}
# The severity as the page prints it.
_WORDS = {"info": "note"}
_FOR_OFFICERS = "For data officers; it says nothing about a return."
_INTRODUCTION = """\
# What is checked

<!-- Made from the declarations in assets/checking: python -m assets.checking.rules.page docs/rules.md -->

Every file that comes in gets one of four outcomes. A refusal refuses it, an error holds it, a warning or nothing lets
it count. While a return is held, the last accepted version of that country and month still counts. Each finding says
where it is, what is wrong, and what to do; the words below are the ones that are sent back, in the language of the
form where they are translated.

In a source that is not a return (a published table) a row with an error is left out and the rest is used, so errors in
cells are warnings there.

A return is compared with those returns that counted when it came in, and the finding stands in the one that came in
later. A withheld number (<5) is somewhere from 0 to 4 and a blank may be anything: a rule speaks only where it is true
in every case.
"""


def rules_page() -> str:
    """The whole page as Markdown."""
    lines = [_INTRODUCTION, "| rule | severity | what |", "| --- | --- | --- |"]
    lines += [f"| [{rule.code}](#{rule.code.lower()}) | {_word(rule)} | {rule.title} |" for rule in ALL_RULES]
    by_family = sorted(ALL_RULES, key=lambda rule: list(_FAMILIES).index(rule.family))
    for family, rules in groupby(by_family, key=lambda rule: rule.family):
        lines += ["", f"## {_FAMILIES[family]}"]
        for rule in rules:
            lines += _section(rule)
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> Iterator[str]:
    yield from ("", f'### <a id="{rule.code.lower()}"></a>{rule.code}: {rule.title}', "")
    follows = f"{_word(rule).capitalize()}: {_SEVERITIES[rule.severity]}."
    yield f"{_filled(rule.when, rule)} {_FOR_OFFICERS if rule.family == 'inbox' else follows}"
    yield from ("", "| what is said | what to do |", "| --- | --- |")
    general_first = sorted(rule.wordings.items(), key=lambda item: item[0] != "")
    yield from (_row(wording, rule) for _, wording in general_first)
    yield from ("", f"Source: {rule.source}.")


def _word(rule: Rule) -> str:
    return _WORDS.get(rule.severity, rule.severity)


def _row(wording: Wording, rule: Rule) -> str:
    return f"| {_filled(wording.message, rule)} | {_filled(wording.action, rule)} |"


def _filled(text: str, rule: Rule) -> str:
    """The text with the rule's thresholds in it, and what depends on the file in italics."""
    for name, value in rule.limits.items():
        text = text.replace(f"{{{name}}}", str(value))
    return re.sub(r"\{(\w+)\}", r"*\1*", text)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(rules_page(), encoding="utf-8")
