-- Every received file once, for people: what became of it, why, and whether it is one of which nothing counts.
select
    r.file_name,
    r.what_it_is,
    r.file_status,
    coalesce(f.reason, '') as reason,
    n.sha256 is not null as not_counted
from core.receipts as r
inner join checked.files as f on r.sha256 = f.sha256
left join quality.not_counted as n on r.sha256 = n.sha256
where not r.received_before
order by r.received_at, r.file_name, r.sha256
