-- E07: a number to date that is lower than in the nearest month before, or higher than in the nearest month after, that gives it.
-- A return is compared with those that counted when it came in, and one that is held for this counts for none of the later ones: so this
-- reads its own rows and is repeated, from none on, until they stay as they are. Whether a return is held depends only on those before it.
-- A line of the sheet Notes that names the cell, the case or the indicator as a word of its own makes the fall a revision.
-- by: country
with held as (
    select sha256
    from history.decreased_numbers
    where waived_by is null
    union
    select sha256
    from history.same_moment
    where waived_by is null
),

counting as (
    select
        c.sha256,
        c.edition_id,
        c.ref_area,
        c.time_period,
        c.month_order,
        c.arrival,
        lead(c.arrival) over (partition by c.edition_id, c.ref_area, c.time_period order by c.arrival) as superseded_at
    from core.candidates as c
    left join held as h on c.sha256 = h.sha256
    where c.compared and c.accepted_by_itself and h.sha256 is null
),

beside as (
    select
        n.sha256,
        n.series,
        n.said,
        n.number,
        n.name,
        n.other_name,
        n.sheet,
        n.cell,
        n.found,
        o.number as other,
        m.time_period as month,
        m.month_order > c.month_order as is_after,
        row_number() over (
            partition by n.sha256, n.series, m.month_order > c.month_order
            order by abs(m.month_order - c.month_order)
        ) as distance
    from history.numbers_to_date as n
    inner join core.candidates as c on n.sha256 = c.sha256
    inner join counting as m
        on
            c.edition_id = m.edition_id
            and c.ref_area = m.ref_area
            and c.month_order <> m.month_order
            and c.arrival > m.arrival
            and c.arrival <= coalesce(m.superseded_at, c.arrival)
    inner join history.numbers_to_date as o on m.sha256 = o.sha256 and n.series = o.series
),

decreased as (
    select *
    from beside
    where distance = 1 and ((not is_after and number < other) or (is_after and number > other))
    qualify row_number() over (partition by sha256, series order by is_after) = 1
),

notes as (
    select
        sha256,
        lower(value_text) as text,
        concat(' ', trim(regexp_replace(lower(value_text), '[^\p{L}\p{N}_]+', ' ', 'g')), ' ') as words
    from checked.entries
    where list_name = 'notes' and field in ('where', 'text')
),

names as (
    select
        k.sha256,
        k.series,
        lower(k.name) as text,
        trim(regexp_replace(lower(k.name), '[^\p{L}\p{N}_]+', ' ', 'g')) as name
    from (
        select
            sha256,
            series,
            cell as name
        from decreased
        union
        select
            sha256,
            series,
            name
        from decreased
        union
        select
            sha256,
            series,
            other_name as name
        from decreased
    ) as k
),

explained as (
    select
        k.sha256,
        k.series
    from names as k
    inner join notes as n
        on
            k.sha256 = n.sha256
            and k.name <> ''
            and strpos(n.text, k.text) > 0
            and strpos(n.words, concat(' ', k.name, ' ')) > 0
    group by k.sha256, k.series
)

select
    f.sha256,
    f.sheet,
    f.cell,
    f.found,
    case when f.is_after then 'after' else 'before' end as kind,
    f.said as key,
    f.number as value,
    f.other,
    f.month,
    min(w.name) as waived_by
from decreased as f
left join explained as x on f.sha256 = x.sha256 and f.series = x.series
left join history.waivers as w
    on
        f.sha256 = w.sha256
        and w.rule = 'E07'
        and f.sheet = w.sheet
        and f.cell = w.cell
        and w.expected = trim(regexp_replace(f.found, '[\p{Z}\p{C}]+', ' ', 'g'))
where x.sha256 is null
group by f.sha256, f.series, f.sheet, f.cell, f.found, f.is_after, f.said, f.number, f.other, f.month
