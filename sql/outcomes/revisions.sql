-- What the version that counts changed against the last accepted version before it: figures that both versions give.
select
    ref_area,
    time_period,
    indicator,
    previous_value,
    obs_value,
    version
from outcomes.indicator_country_month
where previous_value is not null and obs_value is not null and previous_value <> obs_value
