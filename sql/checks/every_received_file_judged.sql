-- A file that was received up to the cut-off and has no status: it would be missing from the log, silently.
select
    r.sha256,
    r.file_name,
    r.received_at
from received.receipts as r
cross join framework.vintage as v
left join core.receipts as j on r.sequence = j.sequence
where r.received_on <= v.cut_off and j.file_status is null
