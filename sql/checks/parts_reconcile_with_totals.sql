-- A total that its parts do not add up to: cells against the country's month, countries, months and crimes against to date.
with cells as (
    select
        indicator,
        ref_area,
        time_period,
        sum(obs_value) as parts
    from outcomes.cells_behind
    where role_in_total = 'added'
    group by indicator, ref_area, time_period
),

-- Crimes add up to the total unless a sender typed a number for all crimes together, which they may not reach.
typed_over_crimes as (
    select distinct indicator
    from core.crime_values
    where crime = '_T'
),

compared as (
    select
        'cells of the return that counts' as what,
        m.indicator,
        m.ref_area,
        m.time_period,
        c.parts,
        m.obs_value as total
    from outcomes.indicator_country_month as m
    inner join framework.indicators as i on m.indicator = i.indicator and i.aggregation <> 'DIST'
    left join cells as c on m.indicator = c.indicator and m.ref_area = c.ref_area and m.time_period = c.time_period
    union all
    select
        'months against to date' as what,
        m.indicator,
        '_T' as ref_area,
        '_T' as time_period,
        sum(m.obs_value) as parts,
        t.obs_value as total
    from outcomes.indicator_month as m
    inner join outcomes.indicator_to_date as t on m.indicator = t.indicator
    inner join framework.indicators as i on m.indicator = i.indicator and not i.is_stock
    group by m.indicator, t.obs_value
    union all
    select
        'countries against to date' as what,
        c.indicator,
        '_T' as ref_area,
        '_T' as time_period,
        sum(c.obs_value) as parts,
        t.obs_value as total
    from outcomes.country_to_date as c
    inner join outcomes.indicator_to_date as t on c.indicator = t.indicator
    inner join framework.indicators as i on c.indicator = i.indicator and i.aggregation <> 'DIST'
    group by c.indicator, t.obs_value
    union all
    select
        'crimes against to date' as what,
        t.indicator,
        '_T' as ref_area,
        '_T' as time_period,
        sum(c.obs_value) as parts,
        t.obs_value as total
    from outcomes.indicator_to_date as t
    inner join framework.counting_rules as k on t.indicator = k.indicator and k.counted_in = 'grid'
    inner join framework.indicator_splits as s on t.indicator = s.indicator and s.split = 'crime'
    left join outcomes.crime_to_date as c on t.indicator = c.indicator
    left join typed_over_crimes as o on t.indicator = o.indicator
    where o.indicator is null
    group by t.indicator, t.obs_value
)

select
    what,
    indicator,
    ref_area,
    time_period,
    cast(parts as bigint) as parts,
    total
from compared
where coalesce(parts, 0) <> coalesce(total, 0)
