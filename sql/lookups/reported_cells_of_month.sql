-- The cells of the return that counts for country $ref_area and month $time_period, as they were typed.
-- Where a cell holds a number to date, what was typed there is not what was counted in the month.
select
    o.indicator,
    o.ref_area,
    o.time_period,
    o.sheet,
    o.cell,
    o.obs_value,
    c.obs_status,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    case when d.cell is null then o.raw_text else '' end as raw_text
from core.observations as o
inner join checked.observations as c
    on o.sha256 = c.sha256 and o.sheet = c.sheet and o.cell = c.cell and c.reporting_mode = 'PERIOD'
left join checked.observations as d
    on o.sha256 = d.sha256 and o.sheet = d.sheet and o.cell = d.cell and d.reporting_mode = 'CUM'
where
    o.origin = 'grid'
    and o.reporting_mode = 'PERIOD'
    and o.ref_area = $ref_area
    and o.time_period = $time_period
order by o.sheet, o.cell
