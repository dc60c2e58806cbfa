"""What the tests of the inbox share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from assets.intake.archive import Archive
from assets.intake.inbox import Arrivals, collect
from assets.intake.limits import Limits

NOW = datetime(2024, 5, 31, 9, 30, tzinfo=UTC)


def collected(
    inbox: Path, archive: Archive, now: datetime = NOW, limits: Limits | None = None, keep: bool = False
) -> Arrivals:
    """Collect without a pause."""
    return collect(inbox, archive, now=now, settle_seconds=0.0, limits=limits or Limits(), keep=keep)


def left_in(inbox: Path) -> list[str]:
    """What still lies in the inbox."""
    return sorted(path.relative_to(inbox).as_posix() for path in inbox.rglob("*") if not path.is_dir())


def why(arrivals: Arrivals) -> dict[object, object]:
    """File to what is said of it."""
    return {p.facts["file"]: p.facts["what"] for p in arrivals.problems}
