-- Activities to date by type and mode: how many were held; the host reports them once.
-- is_lower_bound: a return that lists one does not say that its list is complete: the number is at least this.
select
    a.activity,
    coalesce(a.mode, '') as mode,
    count(*) filter (where a.role = 'HOST') as held,
    count(*) filter (where a.role = 'HOST') > 0 and bool_or(r.activities_listed <> 'COMPLETE') as is_lower_bound
from core.activities as a
inner join core.returns as r on a.sha256 = r.sha256
where a.counted
group by a.activity, coalesce(a.mode, '')
