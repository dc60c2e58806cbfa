"""Findings in words, as the answer says them."""

from __future__ import annotations

from collections.abc import Iterable

from assets.checking.findings import Finding, WordedFinding
from assets.checking.rules.declared import word
from tests.forms.forms import FRAMEWORK


def said(finding: Finding) -> str:
    """What is wrong, in English."""
    return word(finding, FRAMEWORK).message


def to_do(finding: Finding) -> str:
    """What to do, in English."""
    return word(finding, FRAMEWORK).action


def in_words(findings: Iterable[Finding]) -> list[WordedFinding]:
    """Findings as an answer in English says them."""
    return [word(finding, FRAMEWORK) for finding in findings]
