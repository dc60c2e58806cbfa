-- W10: operations of two countries with one first day, one of which names the other, without a shared id in common.
with lines as (
    select
        sha256,
        sheet,
        entry,
        max(value_text) filter (where field = 'record') as record,
        coalesce(max(value_text) filter (where field = 'shared_id'), '') as shared_id,
        coalesce(max(value_text) filter (where field = 'crime'), '') as crime,
        coalesce(max(value_text) filter (where field = 'opened_on'), '') as opened_on,
        coalesce(max(value_text) filter (where field = 'other_countries'), '') as other_countries,
        max(sheet) filter (where field = 'shared_id') as id_sheet,
        max(cell) filter (where field = 'shared_id') as cell,
        max(raw_text) filter (where field = 'shared_id') as found
    from checked.entries
    where list_name = 'cases'
    group by sha256, sheet, entry
),

operations as (
    select
        l.*,
        c.edition_id,
        c.ref_area,
        c.arrival
    from lines as l
    inner join core.candidates as c on l.sha256 = c.sha256 and c.compared
    where l.record = 'OPER' and l.opened_on <> ''
),

-- One row a country that a line names.
named as (
    select
        o.sha256,
        o.sheet,
        o.entry,
        unnest(string_split(o.other_countries, ';')) as named_area
    from operations as o
),

named_days as (
    select
        o.*,
        n.named_area
    from operations as o
    inner join named as n on o.sha256 = n.sha256 and o.sheet = n.sheet and o.entry = n.entry
    where o.ref_area <> n.named_area
),

both_sides as (
    select
        n.sha256,
        n.sheet,
        n.entry,
        o.sha256 as other_sha256,
        o.sheet as other_sheet,
        o.entry as other_entry
    from named_days as n
    inner join operations as o on n.edition_id = o.edition_id and n.opened_on = o.opened_on and n.named_area = o.ref_area
    union
    select
        o.sha256,
        o.sheet,
        o.entry,
        n.sha256 as other_sha256,
        n.sheet as other_sheet,
        n.entry as other_entry
    from named_days as n
    inner join operations as o on n.edition_id = o.edition_id and n.opened_on = o.opened_on and n.named_area = o.ref_area
)

select distinct
    o.sha256,
    o.id_sheet as sheet,
    o.cell,
    o.found,
    t.ref_area as country,
    o.opened_on as day
from both_sides as b
inner join operations as o on b.sha256 = o.sha256 and b.sheet = o.sheet and b.entry = o.entry
inner join operations as t on b.other_sha256 = t.sha256 and b.other_sheet = t.sheet and b.other_entry = t.entry
inner join core.counted_when as m
    on t.sha256 = m.sha256 and o.arrival > m.arrival and o.arrival <= coalesce(m.superseded_at, o.arrival)
where
    o.cell is not null
    and (o.shared_id = '' or t.shared_id = '')
    and (o.crime = t.crime or o.crime = '' or t.crime = '')
