-- The values of indicator $indicator by country and month that its cells make, of country $ref_area and month $time_period (empty text:
-- of all).
select
    ref_area,
    time_period,
    obs_value,
    state
from outcomes.indicator_country_month
where
    indicator = $indicator
    and ($ref_area = '' or ref_area = $ref_area)
    and ($time_period = '' or time_period = $time_period)
    and obs_value is not null
order by ref_area, time_period
