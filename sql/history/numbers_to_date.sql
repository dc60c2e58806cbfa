-- Every number that is to date and so cannot fall: those of the cases, and the cells of layouts that give sums to date.
-- series is what makes two numbers the same one; name and other_name are what a note may call it; a case that stands twice in one return
-- says nothing certain.
-- by: sha256
with to_date as (
    select
        k.field,
        k.said
    from (
        values
        ('suspects', 'text=Suspects'),
        ('arrests', 'text=Arrests'),
        ('charged', 'text=Persons charged'),
        ('convicted', 'text=Persons convicted'),
        ('victims', 'text=Victims')
    ) as k (field, said)
),

lines as (
    select
        sha256,
        sheet,
        entry,
        coalesce(max(value_text) filter (where field = 'record'), '') as record,
        coalesce(max(value_text) filter (where field = 'shared_id'), '') as shared_id,
        coalesce(max(value_text) filter (where field = 'case_reference'), '') as case_reference
    from checked.entries
    where list_name = 'cases'
    group by sha256, sheet, entry
),

numbers as (
    select
        e.sha256,
        -- An id is the same in capitals and in small letters.
        concat(l.record, '|', upper(coalesce(nullif(l.shared_id, ''), l.case_reference)), '|', e.field) as series,
        k.said,
        e.value_number as number,
        l.shared_id as name,
        l.case_reference as other_name,
        e.sheet,
        e.cell,
        e.raw_text as found
    from checked.entries as e
    inner join to_date as k on e.field = k.field
    inner join lines as l on e.sha256 = l.sha256 and e.sheet = l.sheet and e.entry = l.entry
    where e.list_name = 'cases' and e.value_number is not null and (l.shared_id <> '' or l.case_reference <> '')
    union all
    select
        o.sha256,
        concat(
            o.indicator, '|', o.crime, '|', o.victim_status, '|', o.exploitation, '|', o.sex, '|', o.age, '|',
            o.counterpart_area, '|', o.topic, '|', o.category
        ) as series,
        concat('indicator=', o.indicator) as said,
        o.obs_value as number,
        o.indicator as name,
        '' as other_name,
        o.sheet,
        o.cell,
        o.raw_text as found
    from checked.observations as o
    where o.reporting_mode = 'CUM' and o.obs_value is not null
)

select
    n.sha256,
    n.series,
    n.said,
    n.number,
    n.name,
    n.other_name,
    n.sheet,
    n.cell,
    n.found
from numbers as n
inner join core.candidates as c on n.sha256 = c.sha256 and c.compared
qualify count(*) over (partition by n.sha256, n.series) = 1
