-- The files that a release rests on: everything received up to its cut-off, each once.
select
    sha256,
    file_name
from core.receipts
where not received_before
order by sha256
