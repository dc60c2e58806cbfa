"""What can be released: a month of an edition, its closing, and what came after that; the keys that name them.

A key is also the name of a release without its revision, and a partition of releases/restricted: JPA6-2024-07,
JPA6-closing, JPA6-late-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assets.framework.loader import Edition, Framework

if TYPE_CHECKING:
    import dagster as dg


CLOSING = "closing"


class UnknownRelease(ValueError):
    """A key that names nothing that can be released."""


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """One thing that can be released: an edition, and a month of it (YYYY-MM), "closing", or "late-1", "late-2" ..."""

    edition: Edition
    part: str

    @property
    def key(self) -> str:
        """Its name."""
        return f"{self.edition.edition_id}-{self.part}"

    @property
    def is_month(self) -> bool:
        """True for a month; False for what closes an edition, or comes after."""
        return self.part in self.edition.months

    @property
    def comes_after(self) -> str:
        """The part that must have been released before this one; empty for none."""
        if not _late(self.part):
            return ""
        number = int(self.part.removeprefix("late-"))
        return f"late-{number - 1}" if number > 1 else CLOSING


def key_of_month(edition_id: str, month: str) -> str:
    """The key of a month's release."""
    return f"{edition_id}-{month}"


def parse_key(framework: Framework, text: str) -> ReleaseKey:
    """The release that ``text`` names: a key, or a month alone, which is that of its edition.

    Raises UnknownRelease.
    """
    if edition := framework.edition_of(text):
        return ReleaseKey(edition, text)
    for edition in framework.editions:
        part = text.removeprefix(f"{edition.edition_id}-")
        if part != text and (part in edition.months or part == CLOSING or _late(part)):
            return ReleaseKey(edition, part)
    raise UnknownRelease(f"{text} belongs to no edition in editions.csv.")


def release_keys(framework: Framework, releases: Path) -> list[str]:
    """The keys that an officer may choose from, by edition: its months, its closing, and the next late release.

    ``releases`` is the folder of frozen releases.
    """
    keys = []
    for edition in framework.editions:
        made = [int(path.name[5:]) for path in releases.glob(f"{edition.edition_id}/late-*") if _late(path.name)]
        late = (f"late-{number}" for number in range(1, max(made, default=0) + 2))
        keys += [f"{edition.edition_id}-{part}" for part in (*edition.months, CLOSING, *late)]
    return keys


def add_release_keys(instance: dg.DagsterInstance, framework: Framework, releases: Path) -> None:
    """Let Dagster know the keys that it does not know yet, and which of them were released already.

    What is frozen in the folder ``releases`` is what was released; a history of Dagster that was deleted, or written by
    an earlier version under other keys, does not say so.
    """
    import dagster as dg

    from assets.dashboards.assets import RELEASED, RELEASES
    from assets.dashboards.release import MANIFEST

    name = str(RELEASES.name)
    known = set(instance.get_dynamic_partitions(name))
    if new := [key for key in release_keys(framework, releases) if key not in known]:
        instance.add_dynamic_partitions(name, new)
        for key in new:
            parsed = parse_key(framework, key)
            if made := sorted(releases.glob(f"{parsed.edition.edition_id}/{parsed.part}/r*/{MANIFEST}")):
                folder = dg.MetadataValue.path(str(made[-1].parent))
                instance.report_runless_asset_event(
                    dg.AssetMaterialization(RELEASED, partition=key, metadata={"folder": folder})
                )


def _late(part: str) -> bool:
    number = part.removeprefix("late-")
    return number != part and number.isdecimal() and int(number) > 0
