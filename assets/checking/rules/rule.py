"""What a rule is made of: code, severity, wording, source. The rules themselves stand beside it, a module a family."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from assets.checking.findings import Severity
from assets.intake.problems import Problem

Family = Literal["file", "value", "within the return", "earlier returns", "other countries", "note", "inbox"]
BUDDHIST_YEAR = re.compile(r"(?<![0-9])(25[0-9]{2}|2600)(?![0-9])", re.ASCII)
Pick = Callable[[Problem], str]

RETURN_FORM = "Marks and identity of the return form, version 1"
INDICATORS = "Checks across cells, list of indicators and counting rules"
COUNTING = "Counting rules printed on the return form"
DECISIONS = "Decisions of officers: waivers, corrections, withdrawals"
PROMISES = "Promises on input: what is opened, and what is refused by name"

# What several rules say to do.
SAVE_AGAIN = "Open the file in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and send the new file."
THE_FORM = "Fill in the Excel workbook (.xlsx) that you were given for this month, and send that."
# What to do about a number that stands out and may well be right.
LOOK = "Correct it if it is a mistake. If it is right, nothing needs to be done; a line on the sheet Notes helps."


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said: ``message`` is what is wrong, ``action`` what to do. {places} are filled with the facts."""

    message: str
    action: str


def _always_the_same(problem: Problem) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``when`` says to a person what it looks for; ``source`` is where it comes from.

    ``wordings`` has the general wording under "" and others for special cases; ``pick`` names the case of a problem.
    ``limits`` are the rule's thresholds: the check reads them here, and the wording may name them.
    """

    code: str
    family: Family
    severity: Severity
    title: str
    when: str
    source: str
    wordings: Mapping[str, Wording]
    pick: Pick = _always_the_same
    limits: Mapping[str, int] = field(default_factory=dict)

    def wording(self, problem: Problem) -> Wording:
        """The wording for a problem: that of its case, else the general one."""
        return self.wordings.get(self.pick(problem), self.wordings[""])


def by_fact(name: str) -> Pick:
    """The case is the value of one fact."""
    return lambda problem: str(problem.facts.get(name, ""))
