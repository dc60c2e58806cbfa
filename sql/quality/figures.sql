-- Data quality of the figures themselves, by country and for all (_T): Q5 figures that a later version changed, Q6 cells withheld by
-- the sender.
with changed as (
    select
        ref_area,
        count(*) filter (where previous_value <> obs_value) as numerator,
        count(*) as denominator
    from outcomes.indicator_country_month
    where obs_value is not null
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
        sum(asked) filter (where state in ('T', 'L')) as cells
    from quality.reporting
    group by ref_area
),

measures as (
    select
        ref_area,
        'Q5' as measure,
        numerator,
        denominator
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
    100.0 * cast(numerator as double) / nullif(denominator, 0) as value
from measures
union all
select
    '_T' as ref_area,
    measure,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(denominator) as bigint) as denominator,
    100.0 * cast(sum(numerator) as double) / nullif(sum(denominator), 0) as value
from measures
group by measure
