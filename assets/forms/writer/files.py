"""Write the blank forms of many countries and months, each in its country's language."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from babel.languages import get_official_languages

from assets.forms.layout.layout import Layout, LayoutError
from assets.forms.writer.build import build_form, form_layout
from assets.forms.writer.content import FormContent
from assets.framework.loader import Framework, FrameworkError
from assets.framework.texts import ENGLISH

# The content of an earlier month's return, by country and by the month of the new form; None where there is none.
Previous = Callable[[str, str], FormContent | None]
# Called after each file: the number of files written, of all files, and the file.
Progress = Callable[[int, int, Path], None]


def write_forms(
    framework: Framework,
    layouts: tuple[Layout, ...],
    folder: Path,
    *,
    countries: Sequence[str] | None = None,
    months: Sequence[str] | None = None,
    edition_id: str | None = None,
    language: str | Mapping[str, str] | None = None,
    previous: Previous | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write a blank form for each country and month into ``folder`` and return the files, country after country.

    Without ``countries`` and ``months``: the participants and months of the edition (the last one in editions.csv).
    ``language`` is one for all, or one a country; for a country without one ``form_language`` chooses. ``previous``
    gives an earlier month to compare with (see grid_rows.content_of). The same arguments give the same bytes.

    Raises FrameworkError for an unknown edition, country or month, LayoutError for an unknown language, both before
    anything is written, and FileExistsError where another file stands under the name of a form: somebody may have
    filled it in. ``replace`` writes over it.
    """
    edition = framework.edition(edition_id) if edition_id else framework.editions[-1]
    countries = tuple(countries or framework.participants_of(edition.edition_id))
    months = tuple(months or edition.months)
    layout = form_layout(layouts)
    languages = {country: _language(country, language, framework, layout) for country in countries}
    _check(framework, layout, languages, months, edition.months)
    written: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".forms-", dir=folder) as aside:
        for country in countries:
            for month in months:
                made = Path(aside) / form_name(edition.edition_id, country, month)
                earlier = previous(country, month) if previous else None
                build_form(
                    framework, layout, edition.edition_id, country, month, made,
                    language=languages[country], previous=earlier,
                )  # fmt: skip
                written.append(_put(made, folder / made.name, replace=replace))
                if progress:
                    progress(len(written), len(countries) * len(months), written[-1])
    return written


def form_name(edition_id: str, ref_area: str, month: str) -> str:
    """The file name of a form, such as JPA6_THA_2023-09.xlsx."""
    return f"{edition_id}_{ref_area}_{month}.xlsx"


def form_language(framework: Framework, layout: Layout, ref_area: str) -> str:
    """The language of a country's form: the official one (CLDR) that the form has, else English.

    English also where it is official beside another: the form's texts are written in it first.
    """
    country = framework.country_by_code.get(ref_area)
    official = get_official_languages(country.iso2) if country else ()
    if ENGLISH in official:
        return ENGLISH
    return next((language for language in official if language in layout.conventions), ENGLISH)


def _language(country: str, asked: str | Mapping[str, str] | None, framework: Framework, layout: Layout) -> str:
    if isinstance(asked, str):
        return asked
    chosen = asked.get(country) if asked else None
    return chosen or form_language(framework, layout, country)


def _check(
    framework: Framework,
    layout: Layout,
    languages: Mapping[str, str],
    months: Sequence[str],
    known_months: Sequence[str],
) -> None:
    if unknown := sorted(set(languages) - set(framework.country_by_code)):
        raise FrameworkError(f"{', '.join(unknown)}: no country or economy in countries.csv.")
    if unknown := sorted(set(months) - set(known_months)):
        raise FrameworkError(f"{', '.join(unknown)}: no month of the edition, {known_months[0]} to {known_months[-1]}.")
    if unknown := sorted(set(languages.values()) - set(layout.conventions)):
        raise LayoutError(f"{', '.join(unknown)}: no language of the form. Languages: {', '.join(layout.conventions)}.")


def _put(made: Path, path: Path, *, replace: bool) -> Path:
    if path.exists() and not replace and path.read_bytes() != made.read_bytes():
        raise FileExistsError(f"{path} is there already and is another file; it may be filled in.")
    return made.replace(path)
