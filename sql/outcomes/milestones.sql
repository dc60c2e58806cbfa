-- The milestone due last, up to the last month with data, against what was reached; only for what a country controls.
-- not_known: there is no number, or one that is only known to be at least so much, which leaves open whether the milestone is reached.
with actuals as (
    select
        indicator,
        cast(obs_value as double) as actual,
        is_lower_bound
    from outcomes.indicator_to_date
    union all
    select
        'INF_RSP_RATE' as indicator,
        share as actual,
        is_lower_bound
    from outcomes.answered_share
    union all
    select
        'ON_TIME_RATE' as indicator,
        value as actual,
        false as is_lower_bound
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
    coalesce(a.is_lower_bound, false) as is_lower_bound,
    case
        when a.actual is null then 'not_known'
        when t.direction = 'ascending' and a.actual >= t.milestone then 'on_track'
        when a.is_lower_bound and (t.direction = 'ascending' or 0.9 * a.actual <= t.milestone) then 'not_known'
        when t.direction = 'descending' and a.actual <= t.milestone then 'on_track'
        when t.direction = 'ascending' and a.actual >= 0.9 * t.milestone then 'close'
        when t.direction = 'descending' and 0.9 * a.actual <= t.milestone then 'close'
        else 'behind'
    end as status
from due_targets as t
left join actuals as a on t.indicator = a.indicator
