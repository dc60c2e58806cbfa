-- The log of receipts: every arrival up to the cut-off, with what the file is and what became of it.
select
    r.sequence,
    r.received_at,
    r.received_on,
    r.file_name,
    r.size,
    r.sha256,
    r.declared,
    f.what_it_is,
    r.arrival > 1 as received_before,
    case when r.arrival > 1 then 'received before' else f.outcome end as outcome
from (
    select
        receipts.*,
        row_number() over (partition by receipts.sha256 order by receipts.received_at, receipts.file_name) as arrival
    from received.receipts as receipts
    cross join framework.vintage as vintage
    where receipts.received_on <= vintage.cut_off
) as r
inner join checked.files as f on r.sha256 = f.sha256
