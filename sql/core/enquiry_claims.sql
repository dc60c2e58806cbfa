-- What each return says that one country sent to another, over all channels: number is the sum of what is given; is_known, that no line of
-- the pair has a blank, withheld or unreadable count, and that every line names its country. The place is that of the first count.
-- by: sha256
with lines as (
    select
        sha256,
        sheet,
        entry,
        max(value_text) filter (where field = 'counterpart') as counterpart_area
    from checked.entries
    where list_name = 'exchanges'
    group by sha256, sheet, entry
),

sides as (
    select k.field
    from (
        values
        ('sent'),
        ('received')
    ) as k (field)
),

counts as (
    select
        l.sha256,
        l.sheet,
        l.entry,
        s.field as side,
        case when s.field = 'sent' then c.ref_area else l.counterpart_area end as sender,
        case when s.field = 'sent' then l.counterpart_area else c.ref_area end as receiver,
        e.value_number as number,
        e.cell,
        e.raw_text as found
    from lines as l
    cross join sides as s
    inner join core.candidates as c on l.sha256 = c.sha256 and c.compared
    left join checked.entries as e
        on l.sha256 = e.sha256 and l.sheet = e.sheet and l.entry = e.entry and e.list_name = 'exchanges' and s.field = e.field
    where l.counterpart_area is not null
),

first_lines as (
    select *
    from counts
    qualify row_number() over (partition by sha256, sender, receiver, side order by sheet, entry) = 1
),

summed as (
    select
        sha256,
        sender,
        receiver,
        side,
        sum(number) as number,
        count(number) = count(*) as is_known
    from counts
    group by sha256, sender, receiver, side
)

select
    s.sha256,
    s.sender,
    s.receiver,
    s.side,
    cast(s.number as bigint) as number,
    s.is_known and not c.exchanges_unread as is_known,
    f.sheet,
    f.cell,
    f.found
from summed as s
inner join first_lines as f on s.sha256 = f.sha256 and s.sender = f.sender and s.receiver = f.receiver and s.side = f.side
inner join core.candidates as c on s.sha256 = c.sha256
