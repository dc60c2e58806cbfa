-- Data quality of the figures themselves, by country and for all (_T).
-- Q5 size of revisions: by how much the figures of the first accepted versions were changed since, of the figures that count now.
-- Estimates of people reached are left out: one of them would outweigh everything else. Shared records change for all, they are no
-- country's revision.
-- Q6 cells withheld by the sender, of the cells asked.
with figures as (
    select
        r.ref_area,
        r.time_period,
        r.indicator,
        r.obs_value,
        r.counted,
        first_value(r.obs_value) over (
            partition by r.ref_area, r.time_period, r.indicator
            order by r.version
        ) as first_figure
    from core.return_values as r
    inner join framework.indicators as i on r.indicator = i.indicator
    where i.unit_measure <> 'PERSON_ESTIMATE' and i.aggregation <> 'DIST'
),

changed as (
    select
        ref_area,
        sum(abs(coalesce(obs_value, 0) - first_figure)) as numerator,
        sum(obs_value) as denominator
    from figures
    where counted
    group by ref_area
),

withheld as (
    select
        ref_area,
        count(*) filter (where obs_status = 'Q') as cells
    from core.observations
    where origin = 'grid' and counterpart_area = '_T'
    group by ref_area
),

asked as (
    select
        ref_area,
        sum(asked) filter (where counted) as cells
    from quality.reporting
    group by ref_area
),

measures as (
    select
        ref_area,
        'Q5' as measure,
        coalesce(numerator, 0) as numerator,
        coalesce(denominator, 0) as denominator
    from changed
    union all
    select
        a.ref_area,
        'Q6' as measure,
        coalesce(w.cells, 0) as numerator,
        a.cells as denominator
    from asked as a
    left join withheld as w on a.ref_area = w.ref_area
    where a.cells is not null
)

select
    ref_area,
    measure,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    100 * cast(numerator as double) / nullif(denominator, 0) as value
from measures
union all
select
    '_T' as ref_area,
    measure,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(denominator) as bigint) as denominator,
    100 * cast(sum(numerator) as double) / nullif(sum(denominator), 0) as value
from measures
group by measure
