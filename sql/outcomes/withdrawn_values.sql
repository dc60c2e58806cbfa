-- Figures that the last accepted version before gave and the version that counts no longer gives, and why there is none now.
select
    ref_area,
    time_period,
    indicator,
    previous_value,
    state,
    version
from outcomes.indicator_country_month
where previous_value is not null and obs_value is null
