"""States of a value and how each is written: missing, zero, withheld and not countable are four different things."""

from __future__ import annotations

from collections.abc import Iterable

# The state of a value (outcomes.*) to the flag that stands in its place; a value needs none.
FLAG_OF_STATE = {
    "value": "",
    "withheld": "[c]",
    "missing": "[x]",
    "held": "[x]",
    "not_received": "[x]",
    "cannot_count": "[z]",
    "not_asked": "[n]",
    "not_due": "·",
}

# Why there is no value, in words.
REASON_OF_STATE = {
    "withheld": "withheld by the sender",
    "missing": "left blank in the return",
    "held": "return held for correction",
    "not_received": "return not received",
    "cannot_count": "cannot be counted there",
    "not_asked": "not asked for by the form of the return",
    "not_due": "not yet due",
}

MEANING = {
    "[≥]": "at least: something is withheld or blank that no total covers, or a list is not complete",
    "[p]": "provisional: the sender may still change it",
    "[r]": "revised: a later version of a return changed it",
    "[c]": "withheld by the sender: from 0 to 4",
    "[x]": "missing: not received, held for correction, or left blank; never a zero",
    "[z]": "cannot be counted there",
    "[n]": "not asked for by the form that the return came on; never a zero",
    "·": "not yet due",
}

# The state of a month's return (quality.reporting), in words.
RETURN_STATES = {
    "on_time": "On time",
    "late": "Late, counted",
    "held": "Held for correction, not counted",
    "not_received": "Not received",
    "not_due": "Not yet due",
}

# The letter that stands for it in the matrix, and in a file of the matrix.
LETTER_OF_RETURN = {"on_time": "T", "late": "L", "held": "H", "not_received": "N", "not_due": "."}

# What became of a file (core.file_status), as officers read it; the answer to its sender says it in words of its own.
FILE_STATUSES = {
    "accepted": "Accepted",
    "accepted_with_warnings": "Accepted with warnings",
    "held": "Held for correction",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
}


def legend(flags: Iterable[str]) -> str:
    """What the flags in a table mean, in one line; empty where there are none."""
    used = set(flags)
    return " ".join(f"{flag} {meaning}." for flag, meaning in MEANING.items() if flag in used)
