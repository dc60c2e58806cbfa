-- Every arrival up to the cut-off, in order; received_before: the same bytes had come before.
select
    r.sequence,
    r.received_at,
    r.received_on,
    r.file_name,
    r.size,
    r.sha256,
    r.declared,
    row_number() over (partition by r.sha256 order by r.received_at, r.sequence) > 1 as received_before
from received.receipts as r
cross join framework.vintage as v
where r.received_on <= v.cut_off
