-- People who took part in activities to date, by type and mode: officers by sex as their own countries report, and people reached.
-- field is the column of the sheet Activities. is_lower_bound: a line is withheld or blank there, or a list is not said to be complete:
-- the number is at least this. A blank is no gap where the other numbers of officers leave none.
with counts as (
    select
        a.activity,
        coalesce(a.mode, '') as mode,
        e.field,
        e.value_number,
        s.state,
        s.state_order,
        s.state = 'withheld'
        or (s.state = 'missing' and not (e.field like 'officers%' and a.officers_complete))
        or r.activities_listed <> 'COMPLETE' as is_gap
    from core.activities as a
    inner join core.returns as r on a.sha256 = r.sha256
    inner join checked.entries as e on a.sha256 = e.sha256 and a.sheet = e.sheet and a.entry = e.entry
    inner join framework.cell_statuses as s on e.obs_status = s.obs_status
    where a.counted and e.field in ('officers_f', 'officers_m', 'officers_not_stated', 'people_reached')
)

select
    activity,
    mode,
    field,
    cast(sum(value_number) as bigint) as obs_value,
    count(value_number) > 0 and bool_or(is_gap) as is_lower_bound,
    arg_min(state, state_order) as state
from counts
group by activity, mode, field
