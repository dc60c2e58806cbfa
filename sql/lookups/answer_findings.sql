-- Every finding with its facts and with the country and month of its file: an answer also says what came up in earlier returns.
with found as (
    select * from checked.findings
    union all
    select * from history.findings
)

select
    f.sha256,
    f.rule,
    f.severity,
    f.sheet,
    f.cell,
    f.found,
    f.facts,
    c.ref_area,
    c.time_period
from found as f
inner join checked.files as c on f.sha256 = c.sha256
order by f.sha256, f.rule, f.severity, f.sheet, f.cell, f.found, f.facts
