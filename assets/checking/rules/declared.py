"""Every rule once, by its code, and the one place where a problem becomes a sentence."""

from __future__ import annotations

from types import MappingProxyType

from assets.checking.findings import Finding, Severity
from assets.checking.rules.between_returns import HISTORY_RULES
from assets.checking.rules.codes import CODE_RULES
from assets.checking.rules.form import FORM_RULES
from assets.checking.rules.inbox import INBOX_RULES
from assets.checking.rules.notes import NOTE_RULES
from assets.checking.rules.rule import Rule
from assets.checking.rules.said import said
from assets.checking.rules.totals import TOTAL_RULES
from assets.checking.rules.unreadable import UNREADABLE_RULES
from assets.checking.rules.unsafe import UNSAFE_RULES
from assets.checking.rules.value import VALUE_RULES
from assets.checking.rules.within_return import ACROSS_RULES
from assets.framework.loader import Framework
from assets.framework.texts import ENGLISH, translate
from assets.intake.limits import MIB
from assets.intake.problems import Problem

_DECLARED = (
    *UNREADABLE_RULES,
    *UNSAFE_RULES,
    *FORM_RULES,
    *INBOX_RULES,
    *CODE_RULES,
    *VALUE_RULES,
    *TOTAL_RULES,
    *ACROSS_RULES,
    *NOTE_RULES,
    *HISTORY_RULES,
)
ALL_RULES: tuple[Rule, ...] = tuple(sorted(_DECLARED, key=lambda rule: ("FEWNI".index(rule.code[0]), rule.code)))
RULES = MappingProxyType({rule.code: rule for rule in ALL_RULES})

# How much of the text of a cell, and of a list of what is allowed, a message shows; in characters.
_QUOTED, _LISTED = 80, 400


def worded(
    problem: Problem, framework: Framework, language: str = ENGLISH, severity: Severity | None = None
) -> Finding:
    """A problem in words: its rule's wording in ``language``, filled with the facts as people read them.

    ``severity`` overrides that of the rule. Raises KeyError for a code that no rule has, and where the facts of the
    problem do not fill a place of the wording.
    """
    rule = RULES[problem.code]
    wording = rule.wording(problem)
    facts = _shown(problem, rule, framework, language)
    return Finding(
        rule=rule.code,
        severity=severity or rule.severity,
        sheet=problem.sheet,
        cell=problem.cell,
        found=problem.found,
        message=translate(wording.message, language).format_map(facts),
        action=translate(wording.action, language).format_map(facts),
        facts=problem.facts,
    )


def said_in(finding: Finding, framework: Framework, language: str) -> Finding:
    """The same finding in another language; its severity stays."""
    problem = Problem(finding.rule, finding.sheet, finding.cell, finding.found, finding.facts)
    return worded(problem, framework, language, finding.severity)


def _shown(problem: Problem, rule: Rule, framework: Framework, language: str) -> dict[str, str]:
    """The facts as people read them: numbers with their marks, codes and keys as words, long texts cut."""
    facts: dict[str, str | int] = {**rule.limits, "found": problem.found, "sheet": problem.sheet, "cell": problem.cell}
    facts |= problem.facts
    if str(problem.facts.get("what", "")).endswith("_bytes"):
        facts |= {name: -(-int(facts[name]) // MIB) for name in ("found", "limit")}
    shown = {name: _one_line(said(name, value, framework, language), _LISTED) for name, value in facts.items()}
    return shown | {"found": _one_line(shown["found"], _QUOTED)}


def _one_line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
