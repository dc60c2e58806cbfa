-- Activities to date by type and mode: how many were held (the host reports them once), and the officers and people that took part.
select
    activity,
    coalesce(mode, '') as mode,
    count(*) filter (where role = 'HOST') as held,
    cast(sum(officers_f) as bigint) as officers_f,
    cast(sum(officers_m) as bigint) as officers_m,
    cast(sum(officers_not_stated) as bigint) as officers_not_stated,
    cast(sum(people_reached) as bigint) as people_reached
from core.activities
where counted
group by activity, coalesce(mode, '')
