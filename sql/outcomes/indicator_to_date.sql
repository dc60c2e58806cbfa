-- Every indicator over all countries to date. Shared records (plans, cases) are counted once, not once a country.
with countries as (
    select
        indicator,
        sum(obs_value) as obs_value,
        count(obs_value) as countries_counted,
        count(*) as countries_expected,
        sum(withheld_cells) as withheld_cells
    from outcomes.country_to_date
    group by indicator
),

months as (
    select
        m.indicator,
        sum(m.obs_value) as flow,
        max(m.obs_value) filter (where m.time_period = v.data_to) as latest
    from outcomes.indicator_month as m
    cross join core.vintage as v
    group by m.indicator, v.data_to
)

select
    c.indicator,
    cast(
        case
            when i.aggregation = 'DIST' and i.stock = 'yes' then m.latest
            when i.aggregation = 'DIST' then m.flow
            else c.obs_value
        end as bigint
    ) as obs_value,
    c.countries_counted,
    c.countries_expected,
    cast(c.withheld_cells as bigint) as withheld_cells,
    v.data_to as last_month
from countries as c
inner join framework.indicators as i on c.indicator = i.indicator
inner join months as m on c.indicator = m.indicator
cross join core.vintage as v
