-- People who took part in activities to date, by type and mode: officers by sex as their own countries report, and people reached.
-- field is the column of the sheet Activities. is_lower_bound: a line is withheld or blank there, or a list is not said to be complete:
-- the number is at least this. A blank is no gap where the other numbers of officers leave none.
with counts as (
    select
        a.activity,
        coalesce(a.mode, '') as mode,
        e.field,
        e.value_number,
        e.obs_status,
        e.obs_status = 'Q' or (e.obs_status = 'O' and not (e.field like 'officers%' and a.officers_complete)) as is_gap,
        r.activities_listed
    from core.activities as a
    inner join core.returns as r on a.sha256 = r.sha256
    inner join checked.entries as e on a.sha256 = e.sha256 and a.sheet = e.sheet and a.entry = e.entry
    where a.counted and e.field in ('officers_f', 'officers_m', 'officers_not_stated', 'people_reached')
)

select
    activity,
    mode,
    field,
    cast(sum(value_number) as bigint) as obs_value,
    count(value_number) > 0
    and (count(*) filter (where is_gap) > 0 or count(*) filter (where activities_listed <> 'COMPLETE') > 0) as is_lower_bound,
    case
        when count(value_number) > 0 then 'value'
        when count(*) filter (where obs_status = 'Q') > 0 then 'withheld'
        when count(*) filter (where obs_status <> 'M') = 0 then 'cannot_count'
        else 'missing'
    end as state
from counts
group by activity, mode, field
