-- Each Compendium case and the furthest stage that any country reports for it, at the last month with data.
select
    s.shared_id,
    max(s.stage_order) as stage_order
from core.case_status as s
inner join core.vintage as v on s.time_period = v.data_to
where s.record = 'COMP'
group by s.shared_id
