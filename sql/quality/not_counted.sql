-- Files of which nothing is counted now: held returns that no accepted version replaces, and refused files. Of a refused file nobody
-- knows the country and month: they are empty.
select
    r.sha256,
    r.file_name,
    r.received_at,
    r.received_on,
    r.outcome,
    r.reason,
    coalesce(q.ref_area, '') as ref_area,
    coalesce(q.time_period, '') as time_period
from core.returns as r
left join quality.reporting as q on r.sha256 = q.sha256 and q.state = 'held'
where q.sha256 is not null or r.outcome = 'refused'
