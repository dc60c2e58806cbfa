-- Data quality by country: reporting and timeliness (Q1, Q2), completeness (Q3), rules passed, errors and warnings apart (Q4),
-- provisional (Q7), days late (Q8). Revisions and withheld cells (Q5, Q6) are in quality.figures.
with rows_due as (
    select
        *,
        counted or state = 'held' as has_come
    from quality.reporting
    where is_due or counted or state = 'held'
),

counts as (
    select
        ref_area,
        count(*) as due,
        count(*) filter (where counted) as counted,
        count(*) filter (where state = 'on_time') as on_time,
        count(*) filter (where has_come) as judged,
        count(*) filter (where has_come and errors = 0) as without_errors,
        count(*) filter (where has_come and warnings = 0) as without_warnings,
        sum(answered) filter (where counted) as answered,
        sum(asked) filter (where counted) as asked,
        count(*) filter (where counted and data_status <> 'FINAL') as provisional,
        count(*) filter (where state = 'late') as late,
        median(days_late) filter (where state = 'late') as days_late
    from rows_due
    group by ref_area
),

measures as (
    select
        ref_area,
        'Q1' as measure,
        counted as numerator,
        due as denominator
    from counts
    union all
    select
        ref_area,
        'Q2' as measure,
        on_time as numerator,
        due as denominator
    from counts
    union all
    select
        ref_area,
        'Q3' as measure,
        answered as numerator,
        asked as denominator
    from counts
    union all
    select
        ref_area,
        'Q4_errors' as measure,
        without_errors as numerator,
        judged as denominator
    from counts
    union all
    select
        ref_area,
        'Q4_warnings' as measure,
        without_warnings as numerator,
        judged as denominator
    from counts
    union all
    select
        ref_area,
        'Q7' as measure,
        provisional as numerator,
        counted as denominator
    from counts
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
    ref_area,
    'Q8' as measure,
    cast(late as bigint) as numerator,
    cast(counted as bigint) as denominator,
    cast(days_late as double) as value
from counts
