-- Every finding on every file, with the file's name, country and month; those that need earlier returns included.
with found as (
    select * from checked.findings
    union all
    select * from history.findings
)

select
    f.sha256,
    r.file_name,
    c.ref_area,
    c.time_period,
    f.rule,
    f.severity,
    f.sheet,
    f.cell,
    f.found,
    f.facts
from found as f
inner join core.receipts as r on f.sha256 = r.sha256 and not r.received_before
inner join checked.files as c on f.sha256 = c.sha256
