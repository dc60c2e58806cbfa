-- For every month, each case as its country last described it up to that month.
-- A return lists the cases that moved, or all of them: both read the same here. A line without a stage leaves the stage as it was.
with lines as (
    select
        m.time_period,
        c.ref_area,
        c.record,
        c.shared_id,
        c.crime,
        c.lead_area,
        c.stage,
        c.stage_order,
        row_number() over (
            partition by m.time_period, c.ref_area, c.record, c.shared_id
            order by c.time_period desc, c.entry desc, c.sheet desc
        ) as latest,
        row_number() over (
            partition by m.time_period, c.ref_area, c.record, c.shared_id
            order by case when c.stage is null then 1 else 0 end, c.time_period desc, c.entry desc, c.sheet desc
        ) as latest_stage
    from framework.vintage as v
    inner join framework.months as m on v.edition_id = m.edition_id
    inner join core.cases as c on m.time_period >= c.time_period and c.counted
)

select
    time_period,
    ref_area,
    record,
    shared_id,
    max(crime) filter (where latest = 1) as crime,
    max(lead_area) filter (where latest = 1) as lead_area,
    max(stage) filter (where latest_stage = 1) as stage,
    max(stage_order) filter (where latest_stage = 1) as stage_order
from lines
group by time_period, ref_area, record, shared_id
