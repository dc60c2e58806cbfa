-- A key of core.observations that stands twice: the same cell of one return would count twice. That one return counts for a country and
-- month is the matter of checks.every_accepted_return_counted.
-- by: sha256
select
    o.sha256,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    o.reporting_mode,
    case when o.origin = 'list' then o.cell else '' end as list_cell,
    count(*) as times
from core.observations as o
group by
    o.sha256,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    o.reporting_mode,
    case when o.origin = 'list' then o.cell else '' end
having count(*) > 1
