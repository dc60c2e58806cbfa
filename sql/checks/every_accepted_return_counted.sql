-- A country and month with an accepted return of which not exactly one version counts, or of which no cell reached core.observations.
with accepted as (
    select
        ref_area,
        time_period,
        count(*) filter (where counted) as counted,
        max(sha256) filter (where counted) as sha256
    from core.returns
    where accepted
    group by ref_area, time_period
)

select
    a.ref_area,
    a.time_period,
    a.counted,
    coalesce(o.observations, 0) as observations
from accepted as a
left join (
    select
        sha256,
        count(*) as observations
    from core.observations
    group by sha256
) as o on a.sha256 = o.sha256
where a.counted <> 1 or coalesce(o.observations, 0) = 0
