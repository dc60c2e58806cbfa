-- Every figure of a release that a later one can be compared with, as text; _T are all countries, or all months.
select
    indicator,
    ref_area,
    time_period,
    coalesce(cast(obs_value as varchar), '') as obs_value
from outcomes.indicator_country_month
union all
select
    indicator,
    '_T' as ref_area,
    time_period,
    coalesce(cast(obs_value as varchar), '') as obs_value
from outcomes.indicator_month
union all
select
    indicator,
    '_T' as ref_area,
    '_T' as time_period,
    coalesce(cast(obs_value as varchar), '') as obs_value
from outcomes.indicator_to_date
