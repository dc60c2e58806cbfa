-- Days between one stage of a Compendium case and the next, one row a case that made the step and has a day for both ends.
select
    b.shared_id,
    a.stage as from_stage,
    b.stage as to_stage,
    a.stage_order,
    date_diff('day', a.reached_on, b.reached_on) as days
from outcomes.compendium_dates as a
inner join outcomes.compendium_dates as b on a.shared_id = b.shared_id and a.stage_order + 1 = b.stage_order
where a.reached_on <= b.reached_on
