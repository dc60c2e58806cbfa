-- A key of core.observations that stands twice: the same cell of one country's month would count twice.
select
    o.ref_area,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    o.time_period,
    o.reporting_mode,
    case when o.origin = 'list' then o.cell else '' end as list_cell,
    count(*) as times
from core.observations as o
group by
    o.ref_area,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    o.time_period,
    o.reporting_mode,
    case when o.origin = 'list' then o.cell else '' end
having count(*) > 1
