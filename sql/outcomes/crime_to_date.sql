-- Indicators by crime, to date, over all countries. Flows are summed; of a stock the month is taken that the country's total rests on.
-- is_lower_bound: something is withheld or blank: the number is at least this. A crime of which nothing is known has no row.
with summed as (
    select
        c.indicator,
        c.crime,
        sum(c.lower_bound) as obs_value,
        bool_or(c.upper_bound is null or c.lower_bound < c.upper_bound) as is_lower_bound
    from core.crime_values as c
    inner join core.returns as r on c.sha256 = r.sha256 and r.counted
    inner join framework.indicators as i on c.indicator = i.indicator
    inner join framework.counting_rules as k on c.indicator = k.indicator and k.counted_in = 'grid'
    inner join framework.indicator_splits as s on c.indicator = s.indicator and s.split = 'crime'
    inner join outcomes.country_to_date as t
        on
            c.indicator = t.indicator
            and r.ref_area = t.ref_area
            and (not i.is_stock or r.time_period = t.value_month)
    where
        c.crime <> '_T'
        and not c.cannot_count
    group by c.indicator, c.crime
)

select
    indicator,
    crime,
    cast(obs_value as bigint) as obs_value,
    is_lower_bound
from summed
where obs_value > 0 or (obs_value = 0 and not is_lower_bound)
