-- What the last three months with data brought, by indicator and country, and over all countries (_T).
with recent as (
    select m.time_period
    from core.vintage as v
    inner join framework.months as m
        on v.edition_id = m.edition_id and v.release_number >= m.month_order and v.release_number - 3 < m.month_order
)

select
    c.indicator,
    c.ref_area,
    cast(coalesce(sum(c.obs_value), 0) as bigint) as obs_value
from outcomes.indicator_country_month as c
inner join recent as r on c.time_period = r.time_period
group by c.indicator, c.ref_area
union all
select
    m.indicator,
    '_T' as ref_area,
    cast(coalesce(sum(m.obs_value), 0) as bigint) as obs_value
from outcomes.indicator_month as m
inner join recent as r on m.time_period = r.time_period
group by m.indicator
