"""What one build is of: an edition as known at a cut-off, as a preview or as a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assets.framework.loader import Edition


@dataclass(frozen=True)
class Vintage:
    """The inputs of a build that are not data: everything dated in tables and pages follows from them.

    ``cut_off`` is the last day whose arrivals enter; ``release_month`` is empty for a preview.
    """

    edition_id: str
    release_id: str
    is_release: bool
    release_month: str
    revision: int
    cut_off: date
    audience: str = "restricted"


def preview(edition: Edition, today: date, last_arrival: date | None = None) -> Vintage:
    """The working preview as of ``today``.

    Once the edition's last cut-off has passed nothing depends on today any more: the preview is then as of that
    cut-off, or of the last arrival where something came later.
    """
    closing = edition.cut_off_on(edition.months[-1])
    cut_off = today if today <= closing else max(closing, last_arrival or closing)
    return Vintage(
        edition_id=edition.edition_id,
        release_id=f"{edition.edition_id}-preview",
        is_release=False,
        release_month="",
        revision=0,
        cut_off=cut_off,
    )


def release(edition: Edition, month: str, revision: int = 1) -> Vintage:
    """The release of ``month`` (YYYY-MM): what was received up to that month's cut-off.

    Raises ValueError where the month is not one of the edition's.
    """
    if month not in edition.months:
        raise ValueError(f"{month} is not a month of {edition.name} ({edition.months[0]} to {edition.months[-1]}).")
    return Vintage(
        edition_id=edition.edition_id,
        release_id=f"{edition.edition_id}-{month}-r{revision}",
        is_release=True,
        release_month=month,
        revision=revision,
        cut_off=edition.cut_off_on(month),
    )


def closing_release(edition: Edition, part: str, cut_off: date, revision: int = 1) -> Vintage:
    """The release that closes an edition (``part`` is "closing"), or one after it ("late-1", ...).

    It is of all months of the edition, with what was received up to ``cut_off``.
    """
    return Vintage(
        edition_id=edition.edition_id,
        release_id=f"{edition.edition_id}-{part}-r{revision}",
        is_release=True,
        release_month=edition.months[-1],
        revision=revision,
        cut_off=cut_off,
    )


def month_end(month: str) -> date:
    """The last day of a month (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
