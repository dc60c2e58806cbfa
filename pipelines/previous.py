"""What a country reported for the month before, from the readers' copy, to print beside the new form's cells."""

from __future__ import annotations

from assets.forms.layout.layout import Layout
from assets.forms.results import Observation
from assets.forms.writer.build import form_layout
from assets.forms.writer.content import FormContent
from assets.forms.writer.files import Previous
from assets.forms.writer.grid_rows import content_of
from assets.framework.loader import Framework
from assets.warehouse.queries import load_lookup
from assets.warehouse.store import Warehouse


def previous_from(warehouse: Warehouse, framework: Framework, layouts: tuple[Layout, ...]) -> Previous:
    """The return that counts for the month before, by country and month; None where there is none."""
    layout = form_layout(layouts)

    def previous(ref_area: str, month: str) -> FormContent | None:
        edition = framework.edition_of(month)
        months = edition.months if edition else ()
        if not months or month == months[0]:
            return None
        before = months[months.index(month) - 1]
        with warehouse.reader() as connection:
            found = connection.execute(
                load_lookup("reported_cells_of_month").text, {"ref_area": ref_area, "time_period": before}
            )
            names = [column[0] for column in found.description]
            cells = [Observation(**dict(zip(names, row, strict=True))) for row in found.fetchall()]
        return content_of(cells, before, layout, framework) if cells else None

    return previous
