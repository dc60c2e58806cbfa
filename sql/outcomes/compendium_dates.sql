-- The day each Compendium case reached each of its stages: the earliest that any country reports. A stage passed between two returns
-- has no day.
select
    c.shared_id,
    c.stage,
    c.stage_order,
    min(c.stage_reached_on) as reached_on
from core.cases as c
cross join core.vintage as v
where
    c.record = 'COMP'
    and c.counted
    and c.stage_order is not null
    and c.stage_reached_on is not null
    and c.time_period <= v.data_to
group by c.shared_id, c.stage, c.stage_order
