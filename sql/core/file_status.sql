-- Every file received up to the cut-off once: what became of it, with the rules that need earlier returns: they may hold a file that was
-- accepted by itself. A version that its sender took back is withdrawn, by an officer's decision.
with history as (
    select
        sha256,
        count(*) filter (where severity = 'error') as errors,
        count(*) filter (where severity = 'warning') as warnings
    from history.findings
    group by sha256
)

select
    f.sha256,
    f.errors + coalesce(h.errors, 0) as errors,
    f.warnings + coalesce(h.warnings, 0) as warnings,
    case
        when w.sha256 is not null then 'withdrawn'
        when f.file_status in ('refused', 'held') then f.file_status
        when coalesce(h.errors, 0) > 0 then 'held'
        when f.file_status = 'accepted' and coalesce(h.warnings, 0) > 0 then 'accepted_with_warnings'
        else f.file_status
    end as file_status
from checked.files as f
inner join core.arrivals as a on f.sha256 = a.sha256 and not a.received_before
left join history as h on f.sha256 = h.sha256
left join core.withdrawn as w on f.sha256 = w.sha256
