-- Every file that is answered, in the order of arrival, with what its receipt says of it; a withdrawn version gets no answer.
select
    r.sha256,
    r.file_name,
    r.size,
    r.received_at,
    r.file_status,
    f.what_it_is,
    f.edition_id,
    f.ref_area,
    f.time_period,
    f.layout,
    f.kind,
    f.language,
    k.version
from core.receipts as r
inner join checked.files as f on r.sha256 = f.sha256
left join core.returns as k on r.sha256 = k.sha256
where not r.received_before and r.file_status <> 'withdrawn'
order by r.received_at, r.sha256
