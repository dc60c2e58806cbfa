-- What this build is of: edition, release, cut-off, the last month with data, and whether its figures are final.
-- changes_since: the cut-off of the month before that one, from which on what came is new; none in the first month.
with reach as (
    select
        v.edition_id,
        coalesce(
            max(m.time_period) filter (
                where (v.is_release and m.time_period <= v.release_month)
                or (not v.is_release and (m.due_on <= v.cut_off or r.time_period is not null))
            ),
            ''
        ) as data_to
    from framework.vintage as v
    inner join framework.months as m on v.edition_id = m.edition_id
    left join core.returns as r on m.time_period = r.time_period and r.counted
    group by v.edition_id
),

final_figures as (
    select coalesce(bool_and(data_status = 'FINAL'), false) as all_final
    from core.returns
    where counted
),

planned as (
    select
        edition_id,
        count(*) as months
    from framework.months
    group by edition_id
)

select
    v.edition_id,
    v.release_id,
    v.is_release,
    coalesce(m.month_order, 0) as release_number,
    n.months as releases_planned,
    reach.data_to,
    v.cut_off,
    v.audience,
    before.cut_off_on as changes_since,
    case when final_figures.all_final then 'final' else 'provisional' end as status
from framework.vintage as v
inner join reach on v.edition_id = reach.edition_id
inner join planned as n on v.edition_id = n.edition_id
cross join final_figures
left join framework.months as m on v.edition_id = m.edition_id and reach.data_to = m.time_period
left join framework.months as before on v.edition_id = before.edition_id and m.previous_month = before.time_period
