-- What the list sheets count, one row a cell: enquiries, plans, operations, Compendium cases, sessions and people.
-- A number that is counted from a line (an operation, a session) stands at the cell that says what the line is.
with counted_fields as (
    select 'exchanges' as list_name, 'sent' as field, '' as activity, 'INF_ENQ' as indicator, '_T' as sex, 'REQUEST' as unit_measure
    union all
    select 'exchanges', 'answered', '', 'INF_RSP', '_T', 'REQUEST'
    union all
    select 'activities', 'officers_f', 'TRAINING', 'TRN_OFF', 'F', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'officers_m', 'TRAINING', 'TRN_OFF', 'M', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'officers_not_stated', 'TRAINING', 'TRN_OFF', '_U', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'officers_f', 'SIMULATION', 'SIM_PAR', 'F', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'officers_m', 'SIMULATION', 'SIM_PAR', 'M', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'officers_not_stated', 'SIMULATION', 'SIM_PAR', '_U', 'PERSON_ATTENDANCE'
    union all
    select 'activities', 'people_reached', 'AWARENESS', 'AWR_PPL', '_T', 'PERSON_ESTIMATE'
),

held_activities as (
    select 'TRAINING' as activity, 'TRN_SES' as indicator, 'SESSION' as unit_measure
    union all
    select 'SIMULATION', 'SIM_EX', 'EXERCISE'
    union all
    select 'AWARENESS', 'AWR_ACT', 'ACTIVITY'
    union all
    select 'EXPERT', 'SME_ENG', 'SESSION'
),

case_records as (
    select 'PLAN' as record, 'INV_PLAN' as indicator, 'PLAN' as unit_measure
    union all
    select 'OPER', 'OPS_JNT', 'OPERATION'
    union all
    select 'COMP', 'CMP_CASE', 'CASE'
)

select
    e.sha256,
    f.indicator,
    coalesce(x.crime, '_T') as crime,
    f.sex,
    coalesce(x.counterpart_area, '_T') as counterpart_area,
    '' as shared_id,
    f.unit_measure,
    e.value_number as obs_value,
    e.obs_status,
    e.raw_text,
    e.sheet,
    e.cell
from checked.entries as e
inner join counted_fields as f on e.list_name = f.list_name and e.field = f.field
left join core.exchanges as x on e.list_name = 'exchanges' and e.sha256 = x.sha256 and e.sheet = x.sheet and e.entry = x.entry
left join core.activities as a on e.list_name = 'activities' and e.sha256 = a.sha256 and e.sheet = a.sheet and e.entry = a.entry
where f.activity = '' or f.activity = a.activity
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
    coalesce(c.crime, '_T') as crime,
    '_T' as sex,
    '_T' as counterpart_area,
    c.shared_id,
    k.unit_measure,
    1 as obs_value,
    'V' as obs_status,
    c.record as raw_text,
    c.sheet,
    c.cell
from core.cases as c
inner join case_records as k on c.record = k.record
