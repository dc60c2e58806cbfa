-- What the list sheets count, one row a cell: enquiries, plans, operations, Compendium cases, sessions and people.
-- A number that is counted from a line (an operation, a session) stands at the cell that says what the line is; a case at a stage at
-- which it does not count is listed with 0.
-- Withheld is always "under 5" in the lists: from 0 to 4.
with exchange_fields as (
    select
        f.field,
        f.indicator
    from (
        values
        ('sent', 'INF_ENQ'),
        ('answered', 'INF_RSP')
    ) as f (field, indicator)
),

activity_fields as (
    select
        f.field,
        f.activity,
        f.indicator,
        f.sex,
        f.unit_measure
    from (
        values
        ('officers_f', 'TRAINING', 'TRN_OFF', 'F', 'PERSON_ATTENDANCE'),
        ('officers_m', 'TRAINING', 'TRN_OFF', 'M', 'PERSON_ATTENDANCE'),
        ('officers_not_stated', 'TRAINING', 'TRN_OFF', '_U', 'PERSON_ATTENDANCE'),
        ('officers_f', 'SIMULATION', 'SIM_PAR', 'F', 'PERSON_ATTENDANCE'),
        ('officers_m', 'SIMULATION', 'SIM_PAR', 'M', 'PERSON_ATTENDANCE'),
        ('officers_not_stated', 'SIMULATION', 'SIM_PAR', '_U', 'PERSON_ATTENDANCE'),
        ('people_reached', 'AWARENESS', 'AWR_PPL', '_T', 'PERSON_ESTIMATE')
    ) as f (field, activity, indicator, sex, unit_measure)
),

held_activities as (
    select
        h.activity,
        h.indicator,
        h.unit_measure
    from (
        values
        ('TRAINING', 'TRN_SES', 'SESSION'),
        ('SIMULATION', 'SIM_EX', 'EXERCISE'),
        ('AWARENESS', 'AWR_ACT', 'ACTIVITY'),
        ('EXPERT', 'SME_ENG', 'SESSION')
    ) as h (activity, indicator, unit_measure)
),

counts as (
    select
        e.sha256,
        f.indicator,
        coalesce(nullif(x.crime, ''), '_T') as crime,
        '_T' as sex,
        x.counterpart_area,
        'REQUEST' as unit_measure,
        e.value_number,
        e.obs_status,
        e.raw_text,
        e.sheet,
        e.cell
    from checked.entries as e
    inner join exchange_fields as f on e.field = f.field
    inner join core.exchanges as x on e.sha256 = x.sha256 and e.sheet = x.sheet and e.entry = x.entry
    where e.list_name = 'exchanges'
    union all
    select
        e.sha256,
        f.indicator,
        '_T' as crime,
        f.sex,
        '_T' as counterpart_area,
        f.unit_measure,
        e.value_number,
        e.obs_status,
        e.raw_text,
        e.sheet,
        e.cell
    from checked.entries as e
    inner join core.activities as a on e.sha256 = a.sha256 and e.sheet = a.sheet and e.entry = a.entry
    inner join activity_fields as f on e.field = f.field and a.activity = f.activity
    where
        e.list_name = 'activities'
        and not (f.unit_measure = 'PERSON_ATTENDANCE' and e.obs_status = 'O' and a.officers_complete)
)

select
    sha256,
    indicator,
    crime,
    sex,
    counterpart_area,
    '' as shared_id,
    unit_measure,
    value_number as obs_value,
    obs_status,
    case when obs_status = 'Q' then 0 else value_number end as lower_bound,
    case when obs_status = 'Q' then 4 else value_number end as upper_bound,
    raw_text,
    sheet,
    cell
from counts
union all
select
    a.sha256,
    h.indicator,
    '_T' as crime,
    '_T' as sex,
    '_T' as counterpart_area,
    '' as shared_id,
    h.unit_measure,
    1 as obs_value,
    'V' as obs_status,
    1 as lower_bound,
    1 as upper_bound,
    a.activity as raw_text,
    a.sheet,
    a.cell
from core.activities as a
inner join held_activities as h on a.activity = h.activity
where a.role = 'HOST'
union all
select
    c.sha256,
    k.indicator,
    coalesce(nullif(c.crime, ''), '_T') as crime,
    '_T' as sex,
    '_T' as counterpart_area,
    c.shared_id,
    k.unit_measure,
    case when c.counts then 1 else 0 end as obs_value,
    'V' as obs_status,
    case when c.counts then 1 else 0 end as lower_bound,
    case when c.counts then 1 else 0 end as upper_bound,
    c.record as raw_text,
    c.sheet,
    c.cell
from core.cases as c
inner join core.case_rules as k on c.record = k.record
