-- E09: several versions of one return, each accepted by itself, that came in at the same moment: which is newer cannot be known.
-- The finding stands at the reporting month on the Cover, where there is one, and names the other files.
with tied as (
    select *
    from core.candidates
    where compared and accepted_by_itself
    qualify count(*) over (partition by edition_id, ref_area, time_period, received_at) > 1
),

others as (
    select
        a.sha256,
        string_agg(b.file_name, ', ' order by b.file_name) as other
    from tied as a
    inner join tied as b
        on
            a.edition_id = b.edition_id
            and a.ref_area = b.ref_area
            and a.time_period = b.time_period
            and a.received_at = b.received_at
            and a.sha256 <> b.sha256
    group by a.sha256
),

placed as (
    select
        o.sha256,
        coalesce(e.sheet, '') as sheet,
        coalesce(e.cell, '') as cell,
        coalesce(e.raw_text, '') as found,
        o.other
    from others as o
    left join checked.entries as e on o.sha256 = e.sha256 and e.list_name = 'cover' and e.field = 'time_period'
)

select
    p.sha256,
    p.sheet,
    p.cell,
    p.found,
    p.other,
    min(w.name) as waived_by
from placed as p
left join history.waivers as w
    on
        p.sha256 = w.sha256
        and w.rule = 'E09'
        and p.sheet = w.sheet
        and p.cell = w.cell
        and w.expected = trim(regexp_replace(p.found, '[\p{Z}\p{C}]+', ' ', 'g'))
group by p.sha256, p.sheet, p.cell, p.found, p.other
