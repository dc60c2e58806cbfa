"""Every rule once, by its code, and the one place where a finding becomes a sentence."""

from __future__ import annotations

from types import MappingProxyType

from assets.checking.findings import Finding, Severity, WordedFinding
from assets.checking.rules.between_returns import BETWEEN_RETURNS_RULES
from assets.checking.rules.codes import CODE_RULES
from assets.checking.rules.file import FILE_RULES
from assets.checking.rules.form import FORM_RULES
from assets.checking.rules.inbox import INBOX_RULES
from assets.checking.rules.notes import NOTE_RULES
from assets.checking.rules.render_facts import render_fact
from assets.checking.rules.rule import Rule
from assets.checking.rules.totals import TOTAL_RULES
from assets.checking.rules.value import VALUE_RULES
from assets.checking.rules.within_return import WITHIN_RETURN_RULES
from assets.framework.loader import Framework
from assets.framework.texts import ENGLISH, translate
from assets.intake.limits import MIB
from assets.intake.problems import Problem

_DECLARED = (
    *FILE_RULES,
    *FORM_RULES,
    *INBOX_RULES,
    *CODE_RULES,
    *VALUE_RULES,
    *TOTAL_RULES,
    *WITHIN_RETURN_RULES,
    *NOTE_RULES,
    *BETWEEN_RETURNS_RULES,
)
ALL_RULES: tuple[Rule, ...] = tuple(sorted(_DECLARED, key=lambda rule: ("FEWNI".index(rule.code[0]), rule.code)))
RULES = MappingProxyType({rule.code: rule for rule in ALL_RULES})

# How much of the text of a cell, and of a list of what is allowed, a message shows; in characters.
_QUOTED, _LISTED = 80, 400


def finding_of(problem: Problem, severity: Severity | None = None) -> Finding:
    """The finding of a problem; ``severity`` overrides that of the rule. Raises KeyError for a code of no rule."""
    rule = RULES[problem.code]
    return Finding(rule.code, severity or rule.severity, problem.sheet, problem.cell, problem.found, problem.facts)


def word(finding: Finding, framework: Framework, language: str = ENGLISH) -> WordedFinding:
    """A finding in words: its rule's wording in ``language``, filled with the facts as people read them.

    Raises KeyError where the facts of the finding do not fill a place of the wording.
    """
    rule = RULES[finding.rule]
    problem = Problem(finding.rule, finding.sheet, finding.cell, finding.found, finding.facts)
    wording = rule.wording(problem)
    facts = _shown(problem, rule, framework, language)
    return WordedFinding(
        rule=finding.rule,
        severity=finding.severity,
        sheet=finding.sheet,
        cell=finding.cell,
        found=finding.found,
        facts=finding.facts,
        message=translate(wording.message, language).format_map(facts),
        action=translate(wording.action, language).format_map(facts),
    )


def worded(problem: Problem, framework: Framework, language: str = ENGLISH) -> WordedFinding:
    """A problem in words."""
    return word(finding_of(problem), framework, language)


def _shown(problem: Problem, rule: Rule, framework: Framework, language: str) -> dict[str, str]:
    """The facts as people read them: numbers with their marks, codes and keys as words, long texts cut."""
    facts: dict[str, str | int] = {**rule.limits, "found": problem.found, "sheet": problem.sheet, "cell": problem.cell}
    facts |= problem.facts
    if str(problem.facts.get("what", "")).endswith("_bytes"):
        facts |= {name: -(-int(facts[name]) // MIB) for name in ("found", "limit")}
    shown = {name: _one_line(render_fact(name, value, framework, language), _LISTED) for name, value in facts.items()}
    return shown | {"found": _one_line(shown["found"], _QUOTED)}


def _one_line(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
