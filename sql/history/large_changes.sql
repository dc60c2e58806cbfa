-- W08: a row's total that is many times that of the month before or after, or as small a part of it.
-- by: country
with limits as (
    select
        max(number) filter (where name = 'times') as times,
        max(number) filter (where name = 'fewest') as fewest
    from framework.rule_limits
    where rule = 'W08'
)

select
    t.sha256,
    t.sheet,
    t.cell,
    t.found,
    case when t.number < o.number then 'less' else 'more' end as kind,
    t.number as value,
    o.number as other,
    e.other_period as month
from history.earlier_returns as e
inner join history.row_totals as t on e.sha256 = t.sha256
inner join history.row_totals as o
    on
        e.other_sha256 = o.sha256
        and t.indicator = o.indicator
        and t.crime = o.crime
        and t.victim_status = o.victim_status
        and t.exploitation = o.exploitation
cross join limits as l
where
    e.months_apart in (-1, 1)
    and greatest(t.number, o.number) >= l.fewest
    and greatest(t.number, o.number) > l.times * least(t.number, o.number)
