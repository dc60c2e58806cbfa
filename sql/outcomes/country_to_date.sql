-- Every indicator and country from the first month to the last with data: flows are summed, stocks are the latest value.
-- value_month is the month of a stock's latest value. months_due: the months that are due, or came early.
-- is_lower_bound: a month's value is one, or a month is withheld.
with months as (
    select
        c.*,
        i.is_stock,
        row_number() over (
            partition by c.indicator, c.ref_area
            order by case when c.obs_value is null then 1 else 0 end, c.time_period desc
        ) as latest
    from outcomes.indicator_country_month as c
    inner join framework.indicators as i on c.indicator = i.indicator
    cross join core.vintage as v
    where c.time_period <= v.data_to
)

select
    indicator,
    ref_area,
    cast(
        case
            when is_stock then max(obs_value) filter (where latest = 1)
            else sum(obs_value)
        end as bigint
    ) as obs_value,
    case
        when count(obs_value) = 0 then false
        when is_stock then max(case when latest = 1 and is_lower_bound then 1 else 0 end) = 1
        else max(case when is_lower_bound or state = 'withheld' then 1 else 0 end) = 1
    end as is_lower_bound,
    case when is_stock then max(time_period) filter (where latest = 1 and obs_value is not null) end as value_month,
    count(obs_value) as months_counted,
    count(*) filter (where state <> 'not_due') as months_due,
    cast(sum(withheld_cells) as bigint) as withheld_cells,
    case
        when count(obs_value) > 0 then 'value'
        when count(*) filter (where state = 'withheld') > 0 then 'withheld'
        when count(*) filter (where state = 'cannot_count') > 0 then 'cannot_count'
        when count(*) filter (where state = 'missing') > 0 then 'missing'
        when count(*) filter (where state = 'held') > 0 then 'held'
        when count(*) filter (where state = 'not_received') > 0 then 'not_received'
        else 'not_due'
    end as state
from months
group by indicator, ref_area, is_stock
