-- A value of a country and month for which no return counts: a held or missing return must never look like a number.
select
    c.indicator,
    c.ref_area,
    c.time_period,
    c.obs_value,
    q.state
from outcomes.indicator_country_month as c
inner join quality.reporting as q on c.ref_area = q.ref_area and c.time_period = q.time_period
where c.obs_value is not null and not q.counted
