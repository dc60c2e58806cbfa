-- W11: what one country says it sent to another, and what the other says it received, differ for one month; told in the return that came in
-- later. A country that is not in a list counts as 0 only where the list is complete; the finding then stands where the Cover says so.
with claims as (
    select
        k.sha256,
        k.sender,
        k.receiver,
        c.edition_id,
        c.ref_area,
        c.time_period,
        c.arrival,
        w.sha256 is not null as is_counted,
        w.superseded_at,
        case when k.sender = c.ref_area then k.receiver else k.sender end as counterpart_area
    from core.enquiry_claims as k
    inner join core.candidates as c on k.sha256 = c.sha256
    left join core.counted_when as w on k.sha256 = w.sha256
),

-- A return, and the other country's return that counted when it came in: the claim is in the one or in the other.
flows as (
    select
        k.sha256,
        m.sha256 as other_sha256,
        k.counterpart_area as country,
        k.sender,
        k.receiver
    from claims as k
    inner join core.counted_when as m
        on
            k.edition_id = m.edition_id
            and k.time_period = m.time_period
            and k.counterpart_area = m.ref_area
            and k.ref_area <> m.ref_area
            and k.arrival > m.arrival
            and k.arrival <= coalesce(m.superseded_at, k.arrival)
    union
    select
        c.sha256,
        k.sha256 as other_sha256,
        k.ref_area as country,
        k.sender,
        k.receiver
    from claims as k
    inner join core.candidates as c
        on
            k.edition_id = c.edition_id
            and k.time_period = c.time_period
            and k.counterpart_area = c.ref_area
            and k.ref_area <> c.ref_area
            and c.compared
            and k.arrival < c.arrival
            and c.arrival <= coalesce(k.superseded_at, c.arrival)
    where k.is_counted
),

both_sides as (
    select
        f.sha256,
        f.country,
        case when f.country = f.receiver then 'sent' else 'received' end as kind,
        case when mine.sha256 is null and c.exchanges_complete then 0 when mine.is_known then mine.number end as value,
        case when theirs.sha256 is null and o.exchanges_complete then 0 when theirs.is_known then theirs.number end as other,
        mine.sheet,
        mine.cell,
        mine.found
    from flows as f
    inner join core.candidates as c on f.sha256 = c.sha256
    inner join core.candidates as o on f.other_sha256 = o.sha256
    left join core.enquiry_claims as mine on f.sha256 = mine.sha256 and f.sender = mine.sender and f.receiver = mine.receiver
    left join core.enquiry_claims as theirs on f.other_sha256 = theirs.sha256 and f.sender = theirs.sender and f.receiver = theirs.receiver
)

select
    b.sha256,
    coalesce(b.sheet, e.sheet, '') as sheet,
    coalesce(b.cell, e.cell, '') as cell,
    coalesce(b.found, e.raw_text, '') as found,
    b.kind,
    b.value,
    b.other,
    b.country
from both_sides as b
left join checked.entries as e on b.sha256 = e.sha256 and e.list_name = 'cover' and e.field = 'exchanges_listed'
where b.value <> b.other
