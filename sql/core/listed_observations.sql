-- What the list sheets count, one row a cell: enquiries, plans, operations, Compendium cases, sessions and people, each as
-- framework.counting_rules says.
-- A number that is counted from a line (an operation, a session) stands at the cell that says what the line is; a case at a stage at
-- which it does not count is listed with 0.
-- by: sha256
with counts as (
    select
        e.sha256,
        k.indicator,
        coalesce(nullif(x.crime, ''), '_T') as crime,
        k.sex,
        x.counterpart_area,
        e.value_number,
        e.obs_status,
        e.raw_text,
        e.sheet,
        e.cell
    from checked.entries as e
    inner join framework.counting_rules as k on e.list_name = k.list_name and e.field = k.field and k.counted_in = 'field'
    inner join core.exchanges as x on e.sha256 = x.sha256 and e.sheet = x.sheet and e.entry = x.entry
    where e.list_name = 'exchanges'
    union all
    select
        e.sha256,
        k.indicator,
        '_T' as crime,
        k.sex,
        '_T' as counterpart_area,
        e.value_number,
        e.obs_status,
        e.raw_text,
        e.sheet,
        e.cell
    from checked.entries as e
    inner join framework.counting_rules as k on e.list_name = k.list_name and e.field = k.field and k.counted_in = 'field'
    inner join core.activities as a
        on e.sha256 = a.sha256 and e.sheet = a.sheet and e.entry = a.entry and k.activity in (a.activity, '')
    where
        e.list_name = 'activities'
        and not (k.sex <> '_T' and e.obs_status = 'O' and a.officers_complete)
)

select
    c.sha256,
    c.indicator,
    c.crime,
    c.sex,
    c.counterpart_area,
    '' as shared_id,
    i.unit_measure,
    c.value_number as obs_value,
    c.obs_status,
    coalesce(b.lower_bound, c.value_number) as lower_bound,
    coalesce(b.upper_bound, c.value_number) as upper_bound,
    c.raw_text,
    c.sheet,
    c.cell
from counts as c
inner join framework.indicators as i on c.indicator = i.indicator
left join framework.cell_statuses as b on c.obs_status = b.obs_status
union all
select
    a.sha256,
    k.indicator,
    '_T' as crime,
    '_T' as sex,
    '_T' as counterpart_area,
    '' as shared_id,
    i.unit_measure,
    1 as obs_value,
    'V' as obs_status,
    1 as lower_bound,
    1 as upper_bound,
    a.activity as raw_text,
    a.sheet,
    a.cell
from core.activities as a
inner join framework.counting_rules as k
    on k.list_name = 'activities' and k.counted_in = 'line' and k.activity in (a.activity, '') and k.role in (a.role, '')
inner join framework.indicators as i on k.indicator = i.indicator
union all
select
    c.sha256,
    k.indicator,
    coalesce(nullif(c.crime, ''), '_T') as crime,
    '_T' as sex,
    '_T' as counterpart_area,
    c.shared_id,
    i.unit_measure,
    case when c.counts then 1 else 0 end as obs_value,
    'V' as obs_status,
    case when c.counts then 1 else 0 end as lower_bound,
    case when c.counts then 1 else 0 end as upper_bound,
    c.record as raw_text,
    c.sheet,
    c.cell
from core.cases as c
inner join framework.counting_rules as k on c.record = k.record
inner join framework.indicators as i on k.indicator = i.indicator
