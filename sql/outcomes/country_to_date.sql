-- Every indicator and country from the first month to the last with data: flows are summed, stocks are the latest value.
-- value_month is the month of a stock's latest value. months_due: the months that are due, or came early, of which the country was asked.
-- is_lower_bound: a month's value is one, or a month is withheld.
with months as (
    select
        c.*,
        i.is_stock,
        s.state_order
    from outcomes.indicator_country_month as c
    inner join framework.indicators as i on c.indicator = i.indicator
    inner join framework.value_states as s on c.state = s.state
    cross join core.vintage as v
    where c.time_period <= v.data_to
)

select
    indicator,
    ref_area,
    cast(
        case
            when is_stock then arg_max(obs_value, time_period) filter (where obs_value is not null)
            else sum(obs_value)
        end as bigint
    ) as obs_value,
    case
        when count(obs_value) = 0 then false
        when is_stock then arg_max(is_lower_bound, time_period) filter (where obs_value is not null)
        else bool_or(is_lower_bound or state = 'withheld')
    end as is_lower_bound,
    case when is_stock then max(time_period) filter (where obs_value is not null) end as value_month,
    count(obs_value) as months_counted,
    count(*) filter (where state not in ('not_due', 'not_asked')) as months_due,
    cast(sum(withheld_cells) as bigint) as withheld_cells,
    arg_min(state, state_order) as state
from months
group by indicator, ref_area, is_stock
