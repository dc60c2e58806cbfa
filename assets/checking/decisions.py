"""What officers decide about received files: waivers, corrections, withdrawals. Written by people, never by a program.

A decision is one TOML file in the folder ``decisions`` of the state folder, its name the decision's name. It says
which file it is about (the beginning of its sha256), what was found there, who decided, when and why. One that does
not fit what is there fails the run by its name.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assets.checking.rules.declared import RULES


class DecisionError(ValueError):
    """A file of decisions cannot be used; the message names the file and the key."""


class _Decision(BaseModel):
    """What every decision says. ``sha256`` may be the first 12 or more signs, as receipts print them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # The check that decisions fit looks for the name in quotes, as the facts of a note give it.
    name: str = Field(pattern=r'^[^"\\\x00-\x1f]+$')
    sha256: str = Field(pattern=r"^[0-9a-f]{12,64}$")
    author: str = Field(min_length=2)
    reason: str = Field(min_length=10)
    date: date

    def is_about(self, sha256: str) -> bool:
        """Whether the decision is about the file with this sha256."""
        return sha256.startswith(self.sha256)


class _AtCell(_Decision):
    sheet: str = ""
    cell: str = Field(default="", pattern=r"^([A-Z]{1,3}[1-9][0-9]*)?$")
    expected: str


class Waiver(_AtCell):
    """A finding that stands and does not hold the return: rule, place, and the text that was found there."""

    kind: Literal["waiver"]
    rule: str


class Correction(_AtCell):
    """A cell that counts as ``corrected`` though it holds ``expected``.

    ``superseded_by`` names the newer version of the return, once there is one: somebody has looked at it.
    """

    kind: Literal["correction"]
    sheet: str = Field(min_length=1)
    cell: str = Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]*$")
    corrected: str
    superseded_by: str = Field(default="", pattern=r"^([0-9a-f]{12,64})?$")


class Withdrawal(_Decision):
    """A version that its sender takes back: the accepted version before it counts again."""

    kind: Literal["withdrawal"]


Decision = Waiver | Correction | Withdrawal
_ANY: TypeAdapter[Decision] = TypeAdapter(Annotated[Decision, Field(discriminator="kind")])


def load_decisions(folder: Path) -> tuple[Decision, ...]:
    """Every decision of a folder, by name; none where there is no folder. Raises DecisionError.

    A file under another ending is named: an officer who wrote it believes that it holds.
    """
    paths = sorted(path for path in folder.glob("[!.]*") if not _left_by_a_program(path.name))
    for path in paths:
        if path.suffix != ".toml":
            raise DecisionError(f"{path}: the name of a decision ends in .toml; keep other files elsewhere.")
    return tuple(_load(path) for path in paths)


def of_file(decisions: Iterable[Decision], sha256: str) -> tuple[Decision, ...]:
    """The decisions about one file."""
    return tuple(decision for decision in decisions if decision.is_about(sha256))


def digest_of(decisions: Sequence[Decision]) -> str:
    """A hash of what was decided, empty for nothing: a file is read again when it changes."""
    if not decisions:
        return ""
    return hashlib.sha256("\n".join(decision.model_dump_json() for decision in decisions).encode()).hexdigest()


def _left_by_a_program(name: str) -> bool:
    return name.endswith("~") or name.casefold() in ("desktop.ini", "thumbs.db")


def _load(path: Path) -> Decision:
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path}: this is not TOML in UTF-8: {error}.") from error
    try:
        decision = _ANY.validate_python({**said, "name": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"][1:]) or "kind"
        raise DecisionError(f"{path}, key {key}: {first['msg']}.") from error
    if isinstance(decision, Waiver):
        declared = RULES.get(decision.rule)
        if declared is None or declared.severity != "error":
            raise DecisionError(f"{path}, key rule: {decision.rule} is no rule that holds a return.")
    return decision
