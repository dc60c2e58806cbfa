-- W04: more victims assisted in a month than were identified, potentially or formally, since the edition began.
-- Withheld numbers count with the bound that speaks for the sender. A month so far without a return, or without the number, leaves open how
-- many there were: then nothing is said.
-- by: country
with statuses as (
    select count(*) as number
    from framework.codes
    where codelist = 'victim_status'
),

identified as (
    select
        t.sha256,
        sum(coalesce(t.number, t.upper_bound)) as most,
        count(coalesce(t.number, t.upper_bound)) as given
    from history.row_totals as t
    where t.indicator = 'VIC_ID' and t.exploitation = '_T'
    group by t.sha256
),

months_so_far as (
    select
        sha256,
        sha256 as other_sha256
    from core.candidates
    where compared
    union all
    select
        sha256,
        other_sha256
    from history.earlier_returns
    where months_apart < 0
),

so_far as (
    select
        s.sha256,
        sum(i.most) as most,
        count(*) as months
    from months_so_far as s
    inner join identified as i on s.other_sha256 = i.sha256
    inner join statuses as k on i.given = k.number
    group by s.sha256
)

select
    t.sha256,
    t.sheet,
    t.cell,
    t.found,
    coalesce(t.number, t.lower_bound) as value,
    cast(s.most as bigint) as other,
    m.time_period as month
from history.row_totals as t
inner join core.candidates as c on t.sha256 = c.sha256
inner join so_far as s on t.sha256 = s.sha256 and c.month_order = s.months
inner join framework.months as m on c.edition_id = m.edition_id and m.month_order = 1
where t.indicator = 'VIC_AST' and coalesce(t.number, t.lower_bound) > s.most
