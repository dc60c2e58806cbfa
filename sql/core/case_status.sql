-- For every month, each case as its country last described it up to that month.
-- A return lists the cases that moved, or all of them: both read the same here.
select
    m.time_period,
    c.ref_area,
    c.record,
    c.shared_id,
    c.crime,
    c.stage,
    c.stage_order
from framework.vintage as v
inner join framework.months as m on v.edition_id = m.edition_id
inner join core.cases as c on m.time_period >= c.time_period and c.counted
qualify
    row_number() over (
        partition by m.time_period, c.ref_area, c.record, c.shared_id
        order by c.time_period desc, c.entry desc
    ) = 1
