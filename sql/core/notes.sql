-- One row a line of the Notes sheet of a return that counts: which indicator it is about, or which cell, and of what kind it is.
-- Its text stays in the return.
-- A sender names an indicator by its code, or a sheet and a cell in either order; about_sheet and about_cell are then that cell.
-- by: sha256
with lines as (
    select
        r.sha256,
        r.ref_area,
        r.time_period,
        e.sheet,
        e.entry,
        max(e.cell) filter (where e.field = 'where') as cell,
        max(upper(trim(e.value_text))) filter (where e.field = 'where') as place,
        max(e.value_text) filter (where e.field = 'note_kind') as note_kind
    from checked.entries as e
    inner join core.returns as r on e.sha256 = r.sha256
    where e.list_name = 'notes' and r.counted
    group by r.sha256, r.ref_area, r.time_period, e.sheet, e.entry
)

select
    n.sha256,
    n.ref_area,
    n.time_period,
    n.sheet,
    n.entry,
    coalesce(n.cell, '') as cell,
    coalesce(n.note_kind, '') as note_kind,
    coalesce(i.indicator, max(o.indicator), '') as indicator,
    coalesce(max(o.sheet), '') as about_sheet,
    coalesce(max(o.cell), '') as about_cell
from lines as n
left join framework.indicators as i on n.place = i.indicator
left join checked.observations as o
    on n.sha256 = o.sha256 and n.place in (upper(concat(o.sheet, ' ', o.cell)), upper(concat(o.cell, ' ', o.sheet)))
group by n.sha256, n.ref_area, n.time_period, n.sheet, n.entry, n.cell, n.note_kind, i.indicator
