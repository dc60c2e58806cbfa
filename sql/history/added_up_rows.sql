-- W13: a row that has not fallen for months, rose in most steps and is now many times the first: it looks like a total to date.
-- Rows of a stock are not asked: what is open may well grow.
-- by: country
with limits as (
    select
        max(number) filter (where name = 'months') as months,
        max(number) filter (where name = 'rises') as rises,
        max(number) filter (where name = 'fewest') as fewest,
        max(number) filter (where name = 'times') as times
    from framework.rule_limits
    where rule = 'W13'
),

flows as (
    select t.*
    from history.row_totals as t
    inner join framework.indicators as i on t.indicator = i.indicator and not i.is_stock
    where t.number is not null
),

large as (
    select f.*
    from flows as f
    cross join limits as l
    where f.number >= l.fewest
),

months as (
    select
        t.sha256,
        t.indicator,
        t.crime,
        t.victim_status,
        t.exploitation,
        e.months_apart,
        e.other_period as month,
        o.number
    from large as t
    cross join limits as l
    inner join history.earlier_returns as e on t.sha256 = e.sha256 and e.months_apart < 0 and e.months_apart > -l.months
    inner join flows as o
        on
            e.other_sha256 = o.sha256
            and t.indicator = o.indicator
            and t.crime = o.crime
            and t.victim_status = o.victim_status
            and t.exploitation = o.exploitation
    union all
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        0 as months_apart,
        '' as month,
        number
    from large
),

steps as (
    select
        m.*,
        m.number - lag(m.number) over (
            partition by m.sha256, m.indicator, m.crime, m.victim_status, m.exploitation
            order by m.months_apart
        ) as rise
    from months as m
),

runs as (
    select
        s.sha256,
        s.indicator,
        s.crime,
        s.victim_status,
        s.exploitation,
        count(*) as months,
        count(*) filter (where s.rise > 0) as rises,
        count(*) filter (where s.rise < 0) as falls,
        arg_min(s.number, s.months_apart) as first_number,
        min(nullif(s.month, '')) as first_month
    from steps as s
    group by s.sha256, s.indicator, s.crime, s.victim_status, s.exploitation
)

select
    t.sha256,
    t.sheet,
    t.cell,
    t.found,
    r.first_number as other,
    r.first_month as month,
    t.number as value
from large as t
inner join runs as r
    on
        t.sha256 = r.sha256
        and t.indicator = r.indicator
        and t.crime = r.crime
        and t.victim_status = r.victim_status
        and t.exploitation = r.exploitation
cross join limits as l
where r.months = l.months and r.falls = 0 and r.rises >= l.rises and t.number >= l.times * r.first_number
