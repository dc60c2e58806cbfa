-- The day each Compendium case reached each of its stages: the earliest that a country gives, each country as it last gave it.
-- A stage passed between two returns has no day.
with last_given as (
    select
        c.shared_id,
        c.stage,
        c.stage_order,
        c.stage_reached_on
    from core.cases as c
    where c.record = 'COMP' and c.counted and c.stage_order is not null and c.stage_reached_on is not null
    qualify
        row_number() over (
            partition by c.shared_id, c.stage, c.ref_area
            order by c.time_period desc, c.entry desc, c.sheet desc
        ) = 1
)

select
    shared_id,
    stage,
    stage_order,
    min(stage_reached_on) as reached_on
from last_given
group by shared_id, stage, stage_order
