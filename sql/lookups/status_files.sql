-- Every received file once, for people: what became of it, why, and the later version of the same return that counts (0 where none does).
select
    r.file_name,
    f.what_it_is,
    coalesce(k.outcome, f.outcome) as outcome,
    coalesce(f.reason, '') as reason,
    coalesce(n.version, 0) as overtaken_by
from core.receipts as r
inner join checked.files as f on r.sha256 = f.sha256
left join core.returns as k on r.sha256 = k.sha256
left join core.returns as n
    on
        k.edition_id = n.edition_id
        and k.ref_area = n.ref_area
        and k.time_period = n.time_period
        and n.counted
        and k.version < n.version
where not r.received_before
order by r.received_at, r.file_name, r.sha256
