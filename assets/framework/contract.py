"""The error for rows that break the contract of their table."""

from __future__ import annotations


class ContractViolation(ValueError):
    """Rows that are not as declared: a fault of our own, never a sender's mistake.

    The message names table, column, check and place; nothing that a sender typed is in it.
    """
