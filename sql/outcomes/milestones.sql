-- The milestone due last, up to the last month with data, against what was reached; only for what a country controls.
-- Enquiries answered are a share only where all that were sent are known.
with actuals as (
    select
        indicator,
        cast(obs_value as double) as actual
    from outcomes.indicator_to_date
    union all
    select
        'INF_RSP_RATE' as indicator,
        100 * cast(answered.obs_value as double) / nullif(sent.obs_value, 0) as actual
    from outcomes.indicator_to_date as sent
    inner join outcomes.indicator_to_date as answered on answered.indicator = 'INF_RSP'
    where sent.indicator = 'INF_ENQ' and not sent.is_lower_bound
    union all
    select
        'ON_TIME_RATE' as indicator,
        value as actual
    from quality.overall
    where measure = 'Q2'
),

due_targets as (
    select
        t.indicator,
        t.due,
        t.milestone,
        t.target,
        t.direction
    from framework.targets as t
    inner join core.vintage as v on t.edition_id = v.edition_id and t.due <= v.data_to
    qualify row_number() over (partition by t.indicator order by t.due desc) = 1
)

select
    t.indicator,
    t.due,
    t.milestone,
    t.target,
    a.actual,
    case
        when a.actual is null then 'no_target'
        when t.direction = 'ascending' and a.actual >= t.milestone then 'on_track'
        when t.direction = 'descending' and a.actual <= t.milestone then 'on_track'
        when t.direction = 'ascending' and a.actual >= 0.9 * t.milestone then 'close'
        when t.direction = 'descending' and 0.9 * a.actual <= t.milestone then 'close'
        else 'behind'
    end as status
from due_targets as t
left join actuals as a on t.indicator = a.indicator
