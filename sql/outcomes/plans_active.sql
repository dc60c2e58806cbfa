-- Investigation plans that are active at the last month with data: each plan once, with every country that ever listed it.
-- The same plans as INV_PLAN counts: agreed and closed by nobody, as each country last described them.
with plans as (
    select
        s.shared_id,
        max(s.stage_order) as stage_order
    from core.case_status as s
    inner join core.vintage as v on s.time_period = v.data_to
    where s.record = 'PLAN'
    group by s.shared_id
)

select
    p.shared_id,
    c.crime,
    s.ref_area
from plans as p
inner join framework.counting_rules as k on k.record = 'PLAN'
inner join core.vintage as v on true
inner join core.case_status as s on p.shared_id = s.shared_id and v.data_to = s.time_period and s.record = 'PLAN'
inner join core.record_crimes as c on p.shared_id = c.shared_id and c.record = 'PLAN'
where coalesce(p.stage_order >= k.from_order and p.stage_order < k.until_order, k.counts_without_stage)
