"""Write the blank form, or a filled one, from its layout: the same file that later finds the cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from assets.forms.codes import code_book
from assets.forms.layout.blocks import FieldsBlock, GridBlock, ListBlock
from assets.forms.layout.layout import Layout, LayoutError, check_codes
from assets.forms.writer.checklist import CHECKLIST_WIDTH, Checklist
from assets.forms.writer.content import FormContent
from assets.forms.writer.cover import COVER_LAST, COVER_WIDTH, CoverWriter
from assets.forms.writer.cover_guide import sheet_status
from assets.forms.writer.form_context import CHECKLIST, LISTS, FormContext
from assets.forms.writer.grid import grid_width, write_grid
from assets.forms.writer.option_lists import OptionLists
from assets.forms.writer.record_list import list_width, write_list
from assets.forms.writer.sheet import FIRST_COLUMN, FormSheet
from assets.forms.writer.styles import FONT, Styles
from assets.forms.writer.worksheet import joined_text
from assets.framework.loader import Framework, FrameworkError

# A form says nothing of when it was made: the same call gives the same bytes.
_CREATED = datetime(2000, 1, 1)


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
    previous: FormContent | None = None,
    synthetic: bool = False,
) -> None:
    """Write the form of a country and a month (YYYY-MM) to ``path``, blank or with ``content``.

    Every text is in ``language``. With ``previous`` the totals of an earlier month stand beside the cells, in grey
    and locked, to compare with; they are never read as this month's. The earlier month is the ``time_period`` of its
    cover, else the month before. A synthetic form says so on every sheet. Raises FrameworkError for an unknown
    edition, country or month, LayoutError for a layout that is no form or a language it does not have.
    """
    _check(framework, layout, edition_id, ref_area, month, language)
    workbook = Workbook(str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    context = _form_context(
        workbook, framework, layout, edition_id, ref_area, month, language, content, previous, synthetic
    )
    # Every formula is written with its value. Who asks for calculation may have left 0 for each.
    workbook.calc_on_load = False
    workbook.set_properties({"title": context.translate(layout.title), "created": _CREATED})
    _write_sheets(context)
    context.options.write(workbook, context.styles)
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


def _form_context(
    workbook: Workbook,
    framework: Framework,
    layout: Layout,
    edition_id: str,
    ref_area: str,
    month: str,
    language: str,
    content: FormContent | None,
    previous: FormContent | None,
    synthetic: bool,
) -> FormContext:
    book = code_book(framework, language)
    return FormContext(
        workbook=workbook,
        styles=Styles(workbook, layout.fonts.get(language, FONT)),
        layout=layout,
        framework=framework,
        book=book,
        options=OptionLists(LISTS, book, edition_id, ref_area),
        content=content or FormContent(),
        previous=previous,
        edition=framework.edition(edition_id),
        ref_area=ref_area,
        month=month,
        synthetic=synthetic,
    )


def _write_sheets(context: FormContext) -> None:
    """The sheets behind the cover first, then what counts them: the cover and the checklist."""
    layout = context.layout
    pages = {text.name: FormSheet(context, text) for text in layout.sheets if text.name != LISTS}
    cover, last = pages.pop(layout.cover.sheet), pages.pop(CHECKLIST)
    cover.width, last.width = COVER_WIDTH, CHECKLIST_WIDTH
    status_rows = {page: _write_blocks(page) for page in pages.values()}
    checklist = Checklist(last, [tally for page in pages.values() for tally in page.tallies])
    writer = CoverWriter(cover, layout.cover, checklist)
    last_column = checklist.write(writer.write())
    for page, row in [*status_rows.items(), (last, checklist.status_row)]:
        _write_status(page, row, writer, checklist)
    cover.finish(COVER_LAST, portrait=True)
    last.finish(last_column, portrait=True)
    cover.sheet.activate()


def _write_blocks(page: FormSheet) -> int:
    """The blocks of a sheet, one below the other; returns the row kept for its live status."""
    blocks = [block for block in page.context.layout.form_blocks if block.sheet == page.text.name]
    page.blocks = len(blocks)
    page.width = max(_width(block) for block in blocks)
    status_row = page.heading()
    last_column = FIRST_COLUMN
    for number, block in enumerate(blocks):
        if number == 0 and _has_counts(block):
            page.legend(grid=isinstance(block, GridBlock))
        if isinstance(block, GridBlock):
            last_column = max(last_column, write_grid(page, block))
        elif isinstance(block, ListBlock):
            last_column = max(last_column, write_list(page, block))
    page.finish(last_column, portrait=False)
    return status_row


def _write_status(page: FormSheet, row: int, cover: CoverWriter, checklist: Checklist) -> None:
    """Whose return it is, as the cover says it now, and how far the sheet is answered."""
    whose = [cover.shown[item.name] for item in cover.block.fields if item.kind in ("participant", "month")]
    lives = {f"whose{n}": live for n, live in enumerate(whose)}
    if page.tallies:
        lives["status"] = sheet_status(page, page.text.name, checklist)
    text = "   –   ".join(f"{{{name}}}" for name in lives)
    page.write_formula(row, FIRST_COLUMN, joined_text(text, lives), "status")


def _width(block: FieldsBlock | GridBlock | ListBlock) -> int:
    if isinstance(block, FieldsBlock):
        return COVER_WIDTH
    return grid_width(block) if isinstance(block, GridBlock) else list_width(block)


def _has_counts(block: FieldsBlock | GridBlock | ListBlock) -> bool:
    if isinstance(block, FieldsBlock):
        return False
    return isinstance(block, GridBlock) or any(item.kind == "count" for item in block.fields)
