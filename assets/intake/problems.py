"""What is wrong, as the room that noticed it reports it: a code and the facts, no wording yet.

The wording, the severity and what to do are declared with the rules (assets/checking).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file: ``code`` is a rule's code, ``sheet`` and ``cell`` (A1) are empty for a whole file.

    ``found`` is the text as the sender wrote it. ``facts`` fill the places of the rule's message; the one called
    ``kind`` is a code by which the rule picks among its wordings.
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


# What a workbook may hold beside cells that makes it one not to be opened (F05), and the words for it.
ACTIVE_CONTENT: Mapping[str, str] = {
    "macros": "macros",
    "objects": "embedded objects",
    "pivot_cache": "a pivot table's copy of its source rows",
    "connection": "a connection to outside data",
    "links": "links to other workbooks",
    "data_model": "a data model",
    "template": "a template that is fetched from elsewhere",
}


def refuse_active(kind: str, **facts: str) -> Refused:
    """The exception for a workbook that holds a ``kind`` of ACTIVE_CONTENT: F05."""
    return refuse("F05", kind=kind, what=ACTIVE_CONTENT[kind], **facts)


def within(name: str, found: int, limit: int, sheet: str = "") -> None:
    """Raise F03 with the name of the limit, the number found and the limit, where it is passed."""
    if found > limit:
        raise Refused(Problem("F03", sheet, "", str(found), {"what": name, "found": found, "limit": limit}))
