-- Every indicator over all countries to date. Shared records (plans, cases) are counted once, not once a country.
-- A stock is each country's latest value. is_lower_bound: a country's value is one, or a country withheld all of its values.
-- countries_expected: those that were asked. months_counted of months_due: the monthly figures of all countries together. A country is
-- counted from its first figure on. oldest_month: of a stock the oldest month that a country's latest value is of.
-- state: why there is no total; what was withheld or cannot be counted comes before what did not come.
with countries as (
    select
        c.indicator,
        sum(c.obs_value) as obs_value,
        count(c.obs_value) as countries_counted,
        count(*) filter (where c.state <> 'not_asked') as countries_expected,
        sum(c.withheld_cells) as withheld_cells,
        min(c.value_month) as oldest_month,
        sum(c.months_counted) as months_counted,
        sum(c.months_due) as months_due,
        bool_or(c.is_lower_bound or c.state = 'withheld') as is_lower_bound,
        arg_min(s.over_countries, s.state_order) filter (where c.state <> 'value') as state_without_value
    from outcomes.country_to_date as c
    inner join framework.value_states as s on c.state = s.state
    group by c.indicator
),

months as (
    select
        m.indicator,
        sum(m.obs_value) as flow,
        max(m.obs_value) filter (where m.time_period = v.data_to) as latest
    from outcomes.indicator_month as m
    cross join core.vintage as v
    group by m.indicator
),

valued as (
    select
        c.*,
        case
            when i.aggregation = 'DIST' and i.is_stock then m.latest
            when i.aggregation = 'DIST' then m.flow
            else c.obs_value
        end as total
    from countries as c
    inner join framework.indicators as i on c.indicator = i.indicator
    inner join months as m on c.indicator = m.indicator
)

select
    t.indicator,
    cast(t.total as bigint) as obs_value,
    t.total is not null and t.is_lower_bound as is_lower_bound,
    t.countries_counted,
    t.countries_expected,
    cast(t.months_counted as bigint) as months_counted,
    cast(t.months_due as bigint) as months_due,
    cast(t.withheld_cells as bigint) as withheld_cells,
    v.data_to as last_month,
    t.oldest_month,
    case when t.total is not null then 'value' else coalesce(t.state_without_value, 'missing') end as state
from valued as t
cross join core.vintage as v
