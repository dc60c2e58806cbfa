-- Returns by country, and of all countries (_T): how many are due or came early, and what became of them, by state.
-- is_complete: one is due, and every one that is due counts.
with grouped as (
    select
        ref_area,
        state,
        counted
    from quality.reporting
    union all
    select
        '_T' as ref_area,
        state,
        counted
    from quality.reporting
)

select
    ref_area,
    count(*) filter (where state <> 'not_due') as due,
    count(*) filter (where counted) as counted,
    count(*) filter (where state = 'on_time') as on_time,
    count(*) filter (where state = 'late') as late,
    count(*) filter (where state = 'held') as held,
    count(*) filter (where state = 'not_received') as not_received,
    count(*) filter (where state = 'not_due') as not_due,
    bool_or(state <> 'not_due') and bool_and(counted or state = 'not_due') as is_complete
from grouped
group by ref_area
