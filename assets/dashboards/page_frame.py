"""What stands around every page: the synthetic banner, the menu, the release line, the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assets.dashboards.charts import Link
from assets.dashboards.site_data import Numbers
from assets.framework.vintage import month_end

PRODUCT = ("Joint Period of Action", "progress")
CAVEAT = (
    "Counts of events recorded by participating countries. They do not measure how much trafficking "
    "or smuggling there is."
)
MENU = (
    ("overview", "Overview", "index.html"),
    ("indicators", "Indicators", "indicators/index.html"),
    ("countries", "Countries", "countries/index.html"),
    ("cooperation", "Cooperation", "cooperation.html"),
    ("compendium", "Compendium", "compendium.html"),
    ("activities", "Activities", "activities.html"),
    ("reporting", "Reporting", "reporting.html"),
    ("context", "Context", "context.html"),
    ("method", "Method", "method.html"),
)
_AUDIENCES = {"restricted": ("Working group edition", ", not for publication")}


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of all pages of one build; ``synthetic`` is empty where every return is real."""

    language: str
    audience: tuple[str, str]
    menu: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    synthetic: str
    synthetic_kind: str
    footer: str
    release: str
    next_release: str


def make_shell(numbers: Numbers, paths: Sequence[str]) -> Shell:
    """The frame; the menu has only the pages that are among ``paths``."""
    vintage = numbers.vintage
    banner, kind = synthetic_texts(numbers)
    return Shell(
        language=numbers.words.language,
        audience=_AUDIENCES.get(vintage.audience, (vintage.audience, "")),
        menu=tuple(entry for entry in MENU if entry[2] in paths),
        facts=_facts(numbers),
        synthetic=banner,
        synthetic_kind=kind,
        footer=CAVEAT,
        release=release_name(numbers),
        next_release=_next_release(numbers),
    )


def synthetic_texts(numbers: Numbers) -> tuple[str, str]:
    """The banner's sentence and the word for every row of a file; both empty where every return is real."""
    samples, counted = numbers.synthetic
    if not samples:
        return "", ""
    if samples == counted:
        return (
            "The returns are samples: nothing counted from them describes a real country or case.",
            "synthetic sample",
        )
    words = numbers.words
    return (
        f"{words.of(samples, counted)} counted returns are samples: totals mix them with real ones.",
        "partly synthetic",
    )


def release_name(numbers: Numbers) -> str:
    """'Release JPA6-2024-04-r1', or that this is a preview."""
    vintage = numbers.vintage
    if vintage.is_release:
        return f"Release {vintage.release_id}"
    return f"Preview {vintage.edition_id}, as of {numbers.words.day(vintage.cut_off)}"


def _facts(numbers: Numbers) -> tuple[tuple[str, str], ...]:
    words, vintage = numbers.words, numbers.vintage
    months = words.months_range(numbers.months[0], numbers.months[-1])
    number = words.of(vintage.release_number, vintage.releases_planned) if vintage.is_release else "Preview"
    facts = [
        ("Edition", f"{numbers.edition.short_name}, {months}"),
        ("Release", number),
        ("Data to", words.day(month_end(numbers.last).isoformat()) if numbers.last else "none yet"),
        ("Cut-off" if vintage.is_release else "As of", words.day(vintage.cut_off)),
        ("Status", vintage.status.capitalize()),
    ]
    if numbers.last:
        reported = words.of(numbers.reported(numbers.last), len(numbers.countries))
        facts.append((f"Reported for {words.month_alone(numbers.last)}", f"{reported} countries"))
    return tuple(facts)


def _next_release(numbers: Numbers) -> str:
    later = [month for month in numbers.months if month > numbers.last]
    if not later:
        return ""
    return f"next release after {numbers.words.day(numbers.edition.cut_off_on(later[0]).isoformat())}"


def crumbs(section: str, name: str, root: str) -> tuple[Link, ...]:
    """'Indicators / Victims': the section's index and the page itself."""
    title, href = next((title, href) for key, title, href in MENU if key == section)
    return (Link(root + href, title), Link("", name))
