"""Every rule is whole, declared once, and says something true and complete for every fault that really occurs."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from assets.checking.answer.texts import ALL_TEXTS
from assets.checking.rules.declared import ALL_RULES, RULES, finding_of, word, worded
from assets.checking.rules.page import rules_page
from assets.framework.texts import languages, load_texts, places
from assets.intake.formats import sniff
from assets.intake.problems import Problem
from tests.checking.faults import all_problems
from tests.forms.forms import FRAMEWORK

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
CHECKING = Path(__file__).parents[2] / "assets" / "checking"
DECLARED = sorted(RULES)
# What no sender can be asked to understand.
JARGON = re.compile(
    r"\b(sha256|null|regex|parse|XML|exception|boolean|string|integer|schema|mandatory)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    return list(all_problems(tmp_path_factory.mktemp("faults")))


def test_every_rule_is_declared_once_and_no_number_is_left_out() -> None:
    assert len(ALL_RULES) == len(RULES)
    for letter, codes in groupby(DECLARED, key=lambda code: code[0]):
        assert list(codes) == [f"{letter}{n:02}" for n in range(1, sum(c[0] == letter for c in DECLARED) + 1)]


@pytest.mark.parametrize("code", DECLARED)
def test_a_rule_has_all_its_parts(code: str) -> None:
    rule = RULES[code]
    assert rule.title and not rule.title.endswith(".")
    assert rule.when.endswith(".")
    assert rule.source
    assert "" in rule.wordings
    for wording in rule.wordings.values():
        assert wording.message.endswith((".", ".”")), wording
        assert wording.action.endswith((".", ".”")), wording


@pytest.mark.parametrize("code", DECLARED)
def test_severity_follows_from_the_code(code: str) -> None:
    severity = RULES[code].severity
    if code in ("F06", "F07", "W14"):
        assert severity == ("info" if code == "W14" else "error")
    elif code[0] != "I":
        assert severity == {"F": "refusal", "E": "error", "W": "warning", "N": "info"}[code[0]]


def test_no_module_lists_the_codes_of_its_rules_where_they_would_be_forgotten() -> None:
    modules = {path: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in CHECKING.rglob("*.py")}
    listing = {path.name for path, text in modules.items() if re.search(r"\b[EFINW][0-9]{2}\b", text or "")}
    assert listing == set()


def test_no_sentence_stands_in_two_rules() -> None:
    messages = [wording.message for rule in ALL_RULES for wording in rule.wordings.values()]
    repeated = {message for message, times in Counter(messages).items() if times > 1}
    assert repeated == set()


def test_every_case_of_every_rule_occurs_in_a_file_that_was_really_read(problems: list[Problem]) -> None:
    occurred = {(problem.code, RULES[problem.code].pick(problem)) for problem in problems}
    met = {(code, case if case in RULES[code].wordings else "") for code, case in occurred}
    declared = {(rule.code, case) for rule in ALL_RULES for case in rule.wordings}
    assert declared - met == set(), "Add a return with this fault to tests/checking/faults.py"


def test_every_kind_of_file_that_is_no_spreadsheet_is_answered_in_its_own_words() -> None:
    kinds = {row[-2] for table in (sniff._SIGNATURES, sniff._AT_OFFSET, sniff._MARKUP) for row in table}
    assert kinds <= RULES["F02"].wordings.keys()


def test_every_place_of_a_wording_is_filled_by_what_the_reader_gives(problems: list[Problem]) -> None:
    for problem in problems:
        finding = worded(problem, FRAMEWORK)
        said = f"{finding.message} {finding.action}"
        assert "{" not in said and "}" not in said, said
        assert "“”" not in said and "  " not in said and not re.search(r" [.,:;](?!\.)", finding.message), said
        names = places(RULES[problem.code].wording(problem).message)
        assert {name for name in names if name not in ("found", "sheet", "cell")} <= (
            problem.facts.keys() | RULES[problem.code].limits.keys()
        )


def test_messages_speak_plainly(problems: list[Problem]) -> None:
    for problem in problems:
        if RULES[problem.code].family not in ("inbox", "file"):
            said = worded(problem, FRAMEWORK)
            assert not JARGON.search(said.message.replace(problem.found, "")), said.message


def test_a_finding_in_words_is_the_same_finding(problems: list[Problem]) -> None:
    for problem in problems:
        finding = finding_of(problem, "warning")
        said = word(finding, FRAMEWORK)
        assert (said.rule, said.severity, said.sheet, said.cell) == (
            finding.rule,
            "warning",
            finding.sheet,
            finding.cell,
        )
        assert (said.found, said.facts) == (finding.found, finding.facts)


def test_a_long_text_is_quoted_in_part_and_on_one_line() -> None:
    found = "many\n words " * 40
    message = worded(Problem("E05", "Outcomes", "M9", found, {"why": "template"}), FRAMEWORK).message
    assert "\n" not in message
    assert "…”" in message and len(message) < 150


def test_what_a_sender_typed_cannot_fill_a_place() -> None:
    message = worded(Problem("E05", "Outcomes", "M9", "{allowed} {0}", {"why": "template"}), FRAMEWORK).message
    assert message.startswith("“{allowed} {0}” is a heading")


def test_sizes_are_said_in_megabytes_and_numbers_with_their_marks() -> None:
    facts: dict[str, str | int] = {"what": "max_file_bytes", "found": 20 * 1024**2 + 1, "limit": 20 * 1024**2}
    assert "21 MB, and at most 20 MB" in worded(Problem("F03", found="20971521", facts=facts), FRAMEWORK).message
    rows: dict[str, str | int] = {"what": "max_rows", "found": 50_001, "limit": 50_000}
    assert "row 50,001; at most 50,000" in worded(Problem("F03", "Data", "", "50001", rows), FRAMEWORK).message
    assert "50.001" in worded(Problem("F03", "Data", "", "50001", rows), FRAMEWORK, "id").message


def test_the_page_of_rules_is_the_one_the_declarations_make() -> None:
    made = rules_page()
    assert PAGE.read_text(encoding="utf-8") == made, "Run: python -m assets.checking.rules.page docs/rules.md"
    assert all(f'### <a id="{code.lower()}"></a>{code}: ' in made for code in DECLARED)
    assert "{" not in made


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
def test_every_finding_is_said_in_every_language_of_the_form(language: str) -> None:
    texts = load_texts()
    said = [
        text for rule in ALL_RULES for wording in rule.wordings.values() for text in (wording.message, wording.action)
    ]
    missing = [text for text in [*said, *ALL_TEXTS] if not texts.get(text, {}).get(language)]
    assert missing == [], "Translate these in assets/framework/tables/texts.csv"
