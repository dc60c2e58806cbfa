-- W07: two indicators with the same total in each of several months in a row. The finding stands in the lower of the two rows and names the
-- cell of the upper one.
-- by: country
with limits as (
    select
        max(number) filter (where name = 'months') as months,
        max(number) filter (where name = 'fewest') as fewest
    from framework.rule_limits
    where rule = 'W07'
),

large as (
    select
        t.*,
        concat(t.indicator, '|', t.crime, '|', t.victim_status) as row_key,
        row_number() over (
            partition by t.sha256
            order by t.sheet, cast(regexp_replace(t.cell, '[A-Z]', '', 'g') as bigint), t.indicator, t.crime, t.victim_status
        ) as place
    from history.row_totals as t
    cross join limits as l
    where t.number >= l.fewest and t.exploitation = '_T'
),

twins as (
    select
        lower_row.sha256,
        lower_row.sheet,
        lower_row.cell,
        lower_row.found,
        lower_row.row_key,
        upper_row.row_key as upper_key,
        upper_row.cell as upper_cell,
        upper_row.place
    from large as lower_row
    inner join large as upper_row
        on
            lower_row.sha256 = upper_row.sha256
            and lower_row.number = upper_row.number
            and lower_row.place > upper_row.place
            and lower_row.indicator <> upper_row.indicator
),

runs as (
    select
        t.sha256,
        t.row_key,
        t.upper_key
    from history.earlier_returns as e
    cross join limits as l
    inner join twins as t on e.sha256 = t.sha256
    inner join twins as o on e.other_sha256 = o.sha256 and t.row_key = o.row_key and t.upper_key = o.upper_key
    where e.months_apart < 0 and e.months_apart > -l.months
    group by t.sha256, t.row_key, t.upper_key, l.months
    having count(*) = l.months - 1
)

select
    t.sha256,
    t.sheet,
    t.cell,
    t.found,
    t.upper_cell as other
from twins as t
inner join runs as r on t.sha256 = r.sha256 and t.row_key = r.row_key and t.upper_key = r.upper_key
qualify row_number() over (partition by t.sha256, t.row_key order by t.place) = 1
