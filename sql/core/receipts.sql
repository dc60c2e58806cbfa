-- The log of receipts: every arrival up to the cut-off, with what the file is and what became of it.
select
    a.sequence,
    a.received_at,
    a.received_on,
    a.file_name,
    a.size,
    a.sha256,
    a.declared,
    f.what_it_is,
    a.received_before,
    case when a.received_before then 'received before' else s.file_status end as file_status
from core.arrivals as a
inner join checked.files as f on a.sha256 = f.sha256
inner join core.file_status as s on a.sha256 = s.sha256
