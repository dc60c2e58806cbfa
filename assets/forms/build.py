"""Write the blank form, or a filled one, from its layout: the same file that later finds the cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from assets.forms.codes import code_book
from assets.forms.content import FormContent
from assets.forms.form_blocks import sheet_guide, write_fields, write_grid, write_list
from assets.forms.form_sheet import FIRST_COLUMN, MACHINE_COLUMN, FormSheet, Making
from assets.forms.form_styles import Styles
from assets.forms.layout import Layout, LayoutError, SheetText, check_codes
from assets.forms.layout_blocks import FieldsBlock, GridBlock, ListBlock
from assets.forms.option_lists import OptionLists
from assets.framework.loader import Framework, FrameworkError

# A form says nothing of when it was made: the same call gives the same bytes.
_CREATED = datetime(2000, 1, 1)
_LISTS = "Lists"


def build_form(
    framework: Framework,
    layout: Layout,
    edition_id: str,
    ref_area: str,
    month: str,
    path: Path,
    *,
    language: str = "en",
    content: FormContent | None = None,
    synthetic: bool = False,
) -> None:
    """Write the form of a country and a month (YYYY-MM) to ``path``, blank or with ``content``.

    Names of countries and months are in ``language``. A synthetic form says so on every sheet. Raises
    FrameworkError for an unknown edition, country or month, LayoutError for a layout that is no form.
    """
    _check(framework, layout, edition_id, ref_area, month, language)
    workbook = Workbook(str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book = code_book(framework, language)
    making = Making(
        workbook=workbook,
        styles=Styles(workbook),
        layout=layout,
        framework=framework,
        book=book,
        options=OptionLists(_LISTS, book, edition_id, ref_area),
        content=content or FormContent(),
        edition_id=edition_id,
        ref_area=ref_area,
        month=month,
        synthetic=synthetic,
    )
    workbook.set_properties({"title": layout.title, "created": _CREATED})
    for text in layout.sheets:
        if text.name != _LISTS:
            _write_sheet(making, text)
    making.options.write(workbook, making.styles)
    workbook.close()


def form_layout(layouts: tuple[Layout, ...]) -> Layout:
    """The newest version of our own form among the layouts; raises LayoutError where there is none."""
    forms = [layout for layout in layouts if layout.kind == "return"]
    if not forms:
        raise LayoutError("There is no layout of kind return.")
    return max(forms, key=lambda layout: [part.zfill(4) for part in layout.version.split(".")])


def _check(framework: Framework, layout: Layout, edition_id: str, ref_area: str, month: str, language: str) -> None:
    if layout.kind != "return":
        raise LayoutError(f"{layout.file}, key kind: a form is built from a layout of kind return.")
    if language not in layout.conventions:
        known = ", ".join(layout.conventions)
        raise LayoutError(f"{layout.file}, key conventions: {language} is not declared. Languages: {known}.")
    check_codes(layout, framework)
    if ref_area not in framework.country_by_code:
        raise FrameworkError(f"There is no country or economy {ref_area!r} in countries.csv.")
    months = framework.edition(edition_id).months
    if month not in months:
        raise FrameworkError(f"{month} is not a month of {edition_id}: {months[0]} to {months[-1]}.")


def _write_sheet(making: Making, text: SheetText) -> None:
    page = FormSheet(making, text)
    is_cover = text.name == making.layout.cover.sheet
    if is_cover:
        page.put(0, MACHINE_COLUMN, making.layout.fits[0].marker, "machine")
    page.heading()
    last_column = FIRST_COLUMN + 2
    for number, block in enumerate(b for b in making.layout.form_blocks if b.sheet == text.name):
        if isinstance(block, FieldsBlock):
            write_fields(page, block)
            sheet_guide(page)
            page.rules()
            continue
        if number == 0 and _has_counts(block):
            page.legend(grid=isinstance(block, GridBlock))
        written = write_grid(page, block) if isinstance(block, GridBlock) else write_list(page, block)
        last_column = max(last_column, written)
    page.finish(last_column, portrait=is_cover)


def _has_counts(block: GridBlock | ListBlock) -> bool:
    return isinstance(block, GridBlock) or any(item.kind == "count" for item in block.fields)
