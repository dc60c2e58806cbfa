"""Method: definitions, counting rules, marks, quality, revisions, words, sources, downloads, contact."""

from __future__ import annotations

from collections.abc import Iterator

from assets.dashboards.downloads.files import Downloads
from assets.dashboards.flags import LETTER_OF_RETURN, MEANING, RETURN_STATES
from assets.dashboards.formatter import capital, plural
from assets.dashboards.pages.method import texts as says
from assets.dashboards.pages.page_model import MenuEntry, Page
from assets.dashboards.pages.shared.indicator_texts import ADDED_UP
from assets.dashboards.pages.shared.quality_tables import MEASURES
from assets.dashboards.site_data import SiteData
from assets.framework.loader import Indicator

MENU = MenuEntry("method", "Method", "method.html")


def build(data: SiteData, downloads: Downloads) -> Iterator[Page]:
    """The page."""
    fmt = data.fmt
    count = len(data.countries)
    yield Page(
        path="method.html",
        section="method",
        h1="How these figures are made",
        lead=(
            f"Counts of recorded events, from monthly returns of {fmt.number(count)} "
            f"{plural(count, 'country', 'countries')}: what each figure means, how it adds up, and what it cannot say."
        ),
        template="method/method.html",
        context={
            "definitions": [_definition(indicator) for indicator in data.framework.indicators],
            "counting_rules": says.COUNTING_RULES,
            "comparing": says.COMPARING,
            "flags": MEANING,
            "letters": [
                ("·" if state == "not_due" else LETTER_OF_RETURN[state], text) for state, text in RETURN_STATES.items()
            ],
            "measures": [(code, name, better) for _, code, name, better in MEASURES],
            "glossary": says.GLOSSARY,
            "sources": says.SOURCES,
            "codes": [
                (title, list(data.framework.codelist(name).items()))
                for title, name in (
                    ("Offences", "crime"),
                    ("Forms of exploitation", "exploitation"),
                    ("Channels", "channel"),
                    ("Stages", "stage"),
                )
            ],
            "files": downloads.edition,
            "contact": says.CONTACT,
            "due_day": data.edition.due_day,
            "cut_off_day": data.edition.cut_off_day,
            "edition_note": data.edition.note,
        },
    )


def _definition(indicator: Indicator) -> tuple[str, ...]:
    """The row of an indicator: code, name, unit, when it is counted, how it adds up, whether it is a headline."""
    return (
        indicator.indicator,
        indicator.name,
        capital(indicator.unit),
        capital(indicator.counted_when),
        ADDED_UP[indicator.aggregation],
        "yes" if indicator.is_headline else "no",
    )
