"""What a sender reads is in the language of the form, to the last word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assets.checking.rules.declared import RULES, worded
from assets.framework.texts import languages
from assets.intake.problems import Problem
from tests.checking.faults import all_problems
from tests.checking.tongues import TONGUE, left_in_english, spoken, theirs
from tests.forms.forms import FRAMEWORK

TRANSLATED = [language for language in languages() if language != "en"]


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """What senders are told, in every way it can come about; the inbox is the officers' own."""
    found = all_problems(tmp_path_factory.mktemp("faults"))
    return [problem for problem in found if RULES[problem.code].family != "inbox"]


@pytest.fixture(params=TRANSLATED)
def tongue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The made-up tongue as far as the table of texts is translated into a language."""
    with spoken(monkeypatch, request.param):
        yield TONGUE


def test_no_word_of_a_finding_is_left_in_english(problems: list[Problem], tongue: str) -> None:
    left = {}
    for problem in problems:
        said = worded(problem, FRAMEWORK, tongue)
        if words := left_in_english(f"{said.message} {said.action}", theirs(problem)):
            left[problem.code, said.message] = words
    assert left == {}
