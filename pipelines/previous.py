"""What a country reported for the month before, from the readers' copy, to print beside the new form's cells."""

from __future__ import annotations

from assets.forms.layout.layout import Layout
from assets.forms.results import Observation
from assets.forms.writer.build import form_layout
from assets.forms.writer.content import FormContent
from assets.forms.writer.content_of import content_of
from assets.forms.writer.files import Previous
from assets.framework.loader import Framework
from assets.warehouse.store import Warehouse

# Where a cell holds a number to date, what was typed there is not what was counted in the month.
_CELLS = """
select
    o.indicator, o.ref_area, o.time_period, o.sheet, o.cell, o.obs_value, c.obs_status, o.crime,
    o.victim_status, o.exploitation, o.sex, o.age, o.counterpart_area,
    case when d.cell is null then o.raw_text else '' end as raw_text
from core.observations as o
inner join checked.observations as c
    on o.sha256 = c.sha256 and o.sheet = c.sheet and o.cell = c.cell and c.reporting_mode = 'PERIOD'
left join checked.observations as d
    on o.sha256 = d.sha256 and o.sheet = d.sheet and o.cell = d.cell and d.reporting_mode = 'CUM'
where
    o.origin = 'grid' and o.reporting_mode = 'PERIOD'
    and o.ref_area = $ref_area and o.time_period = $time_period
"""


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
            found = connection.execute(_CELLS, {"ref_area": ref_area, "time_period": before})
            names = [column[0] for column in found.description]
            cells = [Observation(**dict(zip(names, row, strict=True))) for row in found.fetchall()]
        return content_of(cells, before, layout, framework) if cells else None

    return previous
