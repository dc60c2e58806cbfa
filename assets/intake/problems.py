"""What is wrong, as the room that noticed it says so: a code and the facts, no wording yet.

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
