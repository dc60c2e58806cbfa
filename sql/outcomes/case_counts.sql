-- Plans, operations and Compendium cases by month: each shared id once, for every country that lists it and once for all (_T).
-- Plans and Compendium cases are stocks: what stands at the end of the month. An operation counts in the month of its first day.
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

listed_operations as (
    select
        o.time_period,
        c.ref_area,
        o.shared_id
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
    k.indicator,
    f.ref_area,
    f.time_period,
    count(*) as obs_value
from furthest as f
inner join framework.counting_rules as k on f.record = k.record
where
    k.method = 'stage'
    and coalesce(f.stage_order >= k.from_order and f.stage_order < k.until_order, k.counts_without_stage)
group by k.indicator, f.ref_area, f.time_period
union all
select
    k.indicator,
    o.ref_area,
    o.time_period,
    count(distinct o.shared_id) as obs_value
from listed_operations as o
inner join framework.counting_rules as k on k.method = 'first_day'
group by k.indicator, o.ref_area, o.time_period
