-- Every indicator and month over all countries: total, how many of the countries that were asked it rests on, and the same
-- countries' month before.
-- is_lower_bound: one of the values is, or a country withheld its value: the total is at least this. A running total is one from the
-- first month on that is, or of which all is withheld.
-- Shared records (DIST) count once for all countries. Networks disrupted are summed: the form has no shared id for them, so a network
-- that two countries disrupted together counts twice.
-- same_*: only the countries with an exact value in both months; shared records cannot be compared that way.
with months as (
    select
        m.time_period,
        m.month_order,
        m.previous_month,
        m.time_period <= v.data_to as has_data
    from core.vintage as v
    inner join framework.months as m on v.edition_id = m.edition_id
),

totals as (
    select
        c.indicator,
        c.time_period,
        sum(c.obs_value) as obs_value,
        count(c.obs_value) as countries_counted,
        count(*) filter (where c.state <> 'not_asked') as countries_expected,
        bool_or(c.is_lower_bound or c.state = 'withheld') as is_lower_bound,
        bool_or(c.obs_value is not null and c.provisional) as provisional,
        bool_or(c.revised) as revised,
        arg_min(s.over_countries, s.state_order) filter (where c.state <> 'value') as state_without_value
    from outcomes.indicator_country_month as c
    inner join framework.value_states as s on c.state = s.state
    group by c.indicator, c.time_period
),

same_countries as (
    select
        now.indicator,
        now.time_period,
        count(*) as same_countries,
        sum(now.obs_value) as same_value,
        sum(before.obs_value) as same_previous_value
    from outcomes.indicator_country_month as now
    inner join months as m on now.time_period = m.time_period
    inner join outcomes.indicator_country_month as before
        on
            now.indicator = before.indicator
            and now.ref_area = before.ref_area
            and m.previous_month = before.time_period
    inner join framework.indicators as i on now.indicator = i.indicator and i.aggregation <> 'DIST'
    where
        now.obs_value is not null
        and before.obs_value is not null
        and not now.is_lower_bound
        and not before.is_lower_bound
    group by now.indicator, now.time_period
),

valued as (
    select
        t.indicator,
        t.time_period,
        i.is_stock,
        m.month_order,
        m.previous_month,
        m.has_data,
        t.countries_counted,
        t.countries_expected,
        t.provisional,
        t.revised,
        t.state_without_value,
        case
            when not m.has_data then null
            -- An operation is known whoever lists it, also where no return of the month of its first day counts.
            when i.aggregation = 'DIST' and t.countries_counted > 0 then coalesce(k.obs_value, 0)
            when i.aggregation = 'DIST' and not i.is_stock then k.obs_value
            when i.aggregation <> 'DIST' then t.obs_value
        end as obs_value,
        t.is_lower_bound
    from totals as t
    inner join framework.indicators as i on t.indicator = i.indicator
    inner join months as m on t.time_period = m.time_period
    left join outcomes.case_counts as k
        on t.indicator = k.indicator and t.time_period = k.time_period and k.ref_area = '_T'
)

select
    v.indicator,
    v.time_period,
    cast(v.obs_value as bigint) as obs_value,
    case
        when not v.has_data then 'not_due'
        when v.obs_value is not null then 'value'
        else coalesce(v.state_without_value, 'missing')
    end as state,
    v.obs_value is not null and v.is_lower_bound as is_lower_bound,
    v.countries_counted,
    v.countries_expected,
    v.provisional,
    v.revised,
    coalesce(v.previous_month, '') as previous_month,
    coalesce(s.same_countries, 0) as same_countries,
    cast(s.same_value as bigint) as same_value,
    cast(s.same_previous_value as bigint) as same_previous_value,
    cast(
        case
            when not v.has_data then null
            when v.is_stock then v.obs_value
            else sum(v.obs_value) over (partition by v.indicator order by v.month_order)
        end as bigint
    ) as running_total,
    case
        when not v.has_data then false
        when v.is_stock then v.obs_value is not null and v.is_lower_bound
        else
            count(v.obs_value) over (partition by v.indicator order by v.month_order) > 0
            and bool_or(v.is_lower_bound) over (partition by v.indicator order by v.month_order)
    end as running_is_lower_bound
from valued as v
left join same_countries as s on v.indicator = s.indicator and v.time_period = s.time_period
