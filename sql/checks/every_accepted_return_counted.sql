-- A country and month with an accepted return of which not exactly one version counts, or of which a cell that was read did not reach
-- core.observations.
with accepted as (
    select
        ref_area,
        time_period,
        count(*) filter (where counted) as versions_counted,
        max(sha256) filter (where counted) as sha256
    from core.returns
    where accepted
    group by ref_area, time_period
),

cells_read as (
    select
        sha256,
        count(*) as cells
    from checked.observations
    group by sha256
),

cells_counted as (
    select
        sha256,
        count(*) as cells
    from core.observations
    where origin = 'grid'
    group by sha256
)

select
    a.ref_area,
    a.time_period,
    a.versions_counted,
    coalesce(r.cells, 0) as cells_read,
    coalesce(c.cells, 0) as cells_counted
from accepted as a
left join cells_read as r on a.sha256 = r.sha256
left join cells_counted as c on a.sha256 = c.sha256
where a.versions_counted <> 1 or coalesce(r.cells, 0) <> coalesce(c.cells, 0)
