-- Plans, operations and Compendium cases by month: each shared id once, for every country that lists it and once for all (_T).
with furthest as (
    select
        time_period,
        ref_area,
        record,
        shared_id,
        stage_order
    from core.case_status
    union all
    select
        time_period,
        '_T' as ref_area,
        record,
        shared_id,
        max(stage_order) as stage_order
    from core.case_status
    group by time_period, record, shared_id
),

stages as (
    select
        code,
        code_order
    from framework.codes
    where codelist = 'stage'
),

listed_operations as (
    select distinct
        o.time_period,
        c.ref_area,
        c.shared_id
    from core.cases as c
    inner join core.operations as o on c.shared_id = o.shared_id
    where c.record = 'OPER' and c.counted
    union all
    select
        time_period,
        '_T' as ref_area,
        shared_id
    from core.operations
)

select
    'INV_PLAN' as indicator,
    f.ref_area,
    f.time_period,
    count(distinct f.shared_id) as obs_value
from furthest as f
inner join stages as closed on closed.code = 'CLOSED'
where f.record = 'PLAN' and coalesce(f.stage_order, 0) < closed.code_order
group by f.ref_area, f.time_period
union all
select
    'CMP_CASE' as indicator,
    f.ref_area,
    f.time_period,
    count(distinct f.shared_id) as obs_value
from furthest as f
inner join stages as accepted on accepted.code = 'ACCEPTED'
where f.record = 'COMP' and f.stage_order >= accepted.code_order
group by f.ref_area, f.time_period
union all
select
    'OPS_JNT' as indicator,
    ref_area,
    time_period,
    count(distinct shared_id) as obs_value
from listed_operations
group by ref_area, time_period
