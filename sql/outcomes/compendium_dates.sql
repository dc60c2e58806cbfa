-- The day each Compendium case reached each of its stages: the earliest that a country gives, each country as it last gave it.
-- A stage passed between two returns has no day. A stage that was taken back has none either: the case waits before it again.
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
    g.shared_id,
    g.stage,
    g.stage_order,
    min(g.stage_reached_on) as reached_on
from last_given as g
inner join outcomes.compendium_furthest as f on g.shared_id = f.shared_id and g.stage_order <= f.stage_order
group by g.shared_id, g.stage, g.stage_order
