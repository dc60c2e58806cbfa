-- An officer's decision that does not fit what was received: it names no file,
-- its cell or finding is not there any more, or a newer version of the return counts.
with files as (
    select
        d.name,
        d.kind,
        d.sha256 as said,
        d.rule,
        d.sheet,
        d.cell,
        d.superseded_by,
        f.sha256
    from received.decisions as d
    left join received.receipts as f on f.sha256 like concat(d.sha256, '%')
    group by d.name, d.kind, d.sha256, d.rule, d.sheet, d.cell, d.superseded_by, f.sha256
),

-- What was done for a decision leaves a note at its place that names it: another decision about the same cell is not it.
found as (
    select * from checked.findings
    union all
    select * from history.findings
),

notes as (
    select
        d.name,
        f.sha256
    from received.decisions as d
    inner join found as f
        on
            f.sha256 like concat(d.sha256, '%')
            and d.sheet = f.sheet
            and d.cell = f.cell
            and f.rule = case when d.kind = 'waiver' then 'N03' else 'N02' end
            and strpos(f.facts, concat('"decision": "', d.name, '"')) > 0
    group by d.name, f.sha256
),

newer as (
    select
        old.sha256,
        new.sha256 as newer_sha256
    from core.returns as old
    inner join core.returns as new
        on old.ref_area = new.ref_area and old.time_period = new.time_period and new.counted and old.version < new.version
)

select
    f.name,
    f.kind,
    f.said as sha256,
    case
        when f.sha256 is null then 'no file with this sha256 was received'
        when f.kind = 'waiver' and n.sha256 is null then 'the file has no such finding, or none that can be waived'
        when f.kind = 'correction' and n.sha256 is null then 'the cell does not hold the expected text'
        else 'a newer version of the return counts: is the correction still needed? Say so in superseded_by'
    end as why
from files as f
left join core.receipts as r on f.sha256 = r.sha256 and not r.received_before
left join newer as w on f.sha256 = w.sha256
left join notes as n on f.name = n.name and f.sha256 = n.sha256
where
    f.sha256 is null
    or (r.sha256 is not null and f.kind in ('waiver', 'correction') and n.sha256 is null)
    or (
        r.sha256 is not null
        and f.kind = 'correction'
        and w.newer_sha256 is not null
        and (f.superseded_by = '' or not w.newer_sha256 like concat(f.superseded_by, '%'))
    )
