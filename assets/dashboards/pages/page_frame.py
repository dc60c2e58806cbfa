"""What stands around every page: the synthetic banner, the menu, the release line, the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.charts.chart import Link
from assets.dashboards.pages.page_model import MenuEntry
from assets.dashboards.site_data import SiteData
from assets.framework.vintage import month_end

PRODUCT = ("Joint Period of Action", "progress")
CAVEAT = (
    "Counts of events recorded by participating countries. They do not measure how much trafficking "
    "or smuggling there is."
)
_AUDIENCES = {"restricted": ("Working group edition", ", not for publication")}


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of all pages of one build; ``synthetic`` is empty where every return is real."""

    language: str
    audience: tuple[str, str]
    menu: tuple[MenuEntry, ...]
    facts: tuple[tuple[str, str], ...]
    synthetic: str
    synthetic_kind: str
    footer: str
    release: str
    next_release: str


def make_shell(data: SiteData, menu: Sequence[MenuEntry]) -> Shell:
    """The frame of all pages, with this menu."""
    vintage = data.vintage
    banner, kind = synthetic_texts(data)
    return Shell(
        language=data.fmt.language,
        audience=_AUDIENCES.get(vintage.audience, (vintage.audience, "")),
        menu=tuple(menu),
        facts=_facts(data),
        synthetic=banner,
        synthetic_kind=kind,
        footer=CAVEAT,
        release=release_name(data),
        next_release=_next_release(data),
    )


def synthetic_texts(data: SiteData) -> tuple[str, str]:
    """The banner's sentence and the word for every row of a file; both empty where every return is real."""
    samples, counted = data.synthetic
    if not samples:
        return "", ""
    if samples == counted:
        return (
            "The returns are samples: nothing counted from them describes a real country or case.",
            "synthetic sample",
        )
    fmt = data.fmt
    return (
        f"{fmt.of(samples, counted)} counted returns are samples: totals mix them with real ones.",
        "partly synthetic",
    )


def release_name(data: SiteData) -> str:
    """'Release JPA6-2024-04-r1', or that this is a preview."""
    vintage = data.vintage
    if vintage.is_release:
        return f"Release {vintage.release_id}"
    return f"Preview {vintage.edition_id}, as of {data.fmt.day(vintage.cut_off)}"


def _facts(data: SiteData) -> tuple[tuple[str, str], ...]:
    fmt, vintage = data.fmt, data.vintage
    months = fmt.months_range(data.months[0], data.months[-1])
    number = fmt.of(vintage.release_number, vintage.releases_planned) if vintage.is_release else "Preview"
    facts = [
        ("Edition", f"{data.edition.short_name}, {months}"),
        ("Release", number),
        ("Data to", fmt.day(month_end(data.last).isoformat()) if data.last else "none yet"),
        ("Cut-off" if vintage.is_release else "As of", fmt.day(vintage.cut_off)),
        ("Status", vintage.status.capitalize()),
    ]
    if data.last:
        reported = fmt.of(data.reported(data.last), len(data.countries))
        facts.append((f"Reported for {fmt.month_alone(data.last)}", f"{reported} countries"))
    return tuple(facts)


def _next_release(data: SiteData) -> str:
    later = [month for month in data.months if month > data.last]
    if not later:
        return ""
    return f"next release after {data.fmt.day(data.edition.cut_off_on(later[0]).isoformat())}"


def crumbs(entry: MenuEntry, name: str, root: str) -> tuple[Link, ...]:
    """'Indicators / Victims': the section's index and the page itself."""
    return (Link(root + entry.href, entry.title), Link("", name))
