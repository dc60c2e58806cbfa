-- Data quality over all countries: the same measures, from the same counts.
select
    measure,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(denominator) as bigint) as denominator,
    100 * cast(sum(numerator) as double) / nullif(sum(denominator), 0) as value
from quality.country
where measure <> 'Q8'
group by measure
union all
select
    'Q8' as measure,
    cast(count(*) filter (where state = 'late') as bigint) as numerator,
    cast(count(*) filter (where counted) as bigint) as denominator,
    cast(median(days_late) filter (where state = 'late') as double) as value
from quality.reporting
