"""What is wrong, as the room that noticed it reports it: a code and the facts, no wording yet.

The wording, the severity and what to do are declared with the rules (assets/checking).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file: ``code`` is a rule's code, ``sheet`` and ``cell`` (A1) are empty for a whole file.

    ``found`` is the text as the sender wrote it. ``facts`` fill the places of the rule's message.
    """

    code: str
    sheet: str = ""
    cell: str = ""
    found: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """The file cannot be read or is not safe to read; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code} {problem.facts}")
        self.problem = problem


def refuse(code: str, *, sheet: str = "", cell: str = "", found: str = "", **facts: str | int) -> Refused:
    """The exception for a problem of the whole file, or of one sheet or cell."""
    return Refused(Problem(code, sheet, cell, found, facts))


def within(name: str, found: int, limit: int, sheet: str = "") -> None:
    """Raise F03 with the name of the limit, the number found and the limit, where it is passed."""
    if found > limit:
        raise Refused(Problem("F03", sheet, "", str(found), {"what": name, "found": found, "limit": limit}))
