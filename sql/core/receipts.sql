-- The log of receipts: every arrival up to the cut-off, with what the file is and what became of it.
with arrivals as (
    select
        r.*,
        row_number() over (partition by r.sha256 order by r.received_at, r.sequence) as arrival
    from received.receipts as r
    cross join framework.vintage as v
    where r.received_on <= v.cut_off
)

select
    a.sequence,
    a.received_at,
    a.received_on,
    a.file_name,
    a.size,
    a.sha256,
    a.declared,
    f.what_it_is,
    a.arrival > 1 as received_before,
    case when a.arrival > 1 then 'received before' else o.outcome end as outcome
from arrivals as a
inner join checked.files as f on a.sha256 = f.sha256
inner join core.file_outcomes as o on a.sha256 = o.sha256
