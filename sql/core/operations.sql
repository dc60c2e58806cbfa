-- One row a joint operation: its shared id, its first day and the month of it.
-- The first day is the one that the reporting lead gives, else the earliest that anyone gives. Where nobody gives one the operation
-- stands in the month in which it was first listed: it is not lost.
with latest_lines as (
    select
        shared_id,
        ref_area,
        time_period,
        opened_on,
        opened_month,
        lead_area
    from core.cases
    where record = 'OPER' and counted
    qualify
        row_number() over (
            partition by shared_id, ref_area
            order by case when opened_on is null then 1 else 0 end, time_period desc, entry desc, sheet desc
        ) = 1
),

first_listed as (
    select
        shared_id,
        min(time_period) as time_period
    from core.cases
    where record = 'OPER' and counted
    group by shared_id
)

select
    o.shared_id,
    coalesce(min(o.opened_on) filter (where o.ref_area = o.lead_area), min(o.opened_on)) as opened_on,
    coalesce(
        min(o.opened_month) filter (where o.ref_area = o.lead_area), min(o.opened_month), f.time_period
    ) as time_period
from latest_lines as o
inner join first_listed as f on o.shared_id = f.shared_id
group by o.shared_id, f.time_period
