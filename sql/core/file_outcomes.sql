-- Every file once: what became of it, with the rules that need earlier returns: they may hold a file that was accepted by itself.
-- A version that its sender took back is withdrawn, by an officer's decision.
with history as (
    select
        sha256,
        count(*) filter (where severity = 'error') as errors,
        count(*) filter (where severity = 'warning') as warnings
    from checked.history_findings
    group by sha256
),

withdrawn as (
    select f.sha256
    from checked.files as f
    inner join received.decisions as d on d.kind = 'withdrawal' and f.sha256 like concat(d.sha256, '%')
    where f.outcome <> 'refused'
    group by f.sha256
)

select
    f.sha256,
    f.errors + coalesce(h.errors, 0) as errors,
    f.warnings + coalesce(h.warnings, 0) as warnings,
    case
        when w.sha256 is not null then 'withdrawn'
        when f.outcome in ('refused', 'held') then f.outcome
        when coalesce(h.errors, 0) > 0 then 'held'
        when f.outcome = 'accepted' and coalesce(h.warnings, 0) > 0 then 'accepted_with_warnings'
        else f.outcome
    end as outcome
from checked.files as f
left join history as h on f.sha256 = h.sha256
left join withdrawn as w on f.sha256 = w.sha256
