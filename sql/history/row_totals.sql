-- The total of every row of the form's grids, as each return gives it: value (missing where none is given), bounds, place.
-- by: sha256
select
    o.sha256,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.obs_value as number,
    o.lower_bound,
    o.upper_bound,
    o.sheet,
    o.cell,
    o.raw_text as found
from checked.observations as o
inner join core.candidates as c on o.sha256 = c.sha256 and c.compared
where o.sex = '_T' and o.age = '_T' and o.counterpart_area = '_T' and o.reporting_mode = 'PERIOD'
