-- Every indicator, participating country and month of the edition: a value, or which of the reasons there is none.
-- not_asked: the return came on a form, or a version of it, that does not ask for the indicator.
-- is_lower_bound: something is withheld or blank that no total covers, and the value is what is known: at least that many.
-- previous_*: what the last accepted version before the one that counts said; shared records are left out, they change for all.
-- revised: a later version changed what an earlier one said: a figure became another one, came, or is no longer given.
with asked as (
    select distinct
        layout,
        layout_version,
        indicator
    from checked.asked
),

earlier as (
    select
        e.ref_area,
        e.time_period,
        e.indicator,
        e.obs_value,
        e.state
    from core.return_values as e
    inner join core.return_values as c
        on
            e.ref_area = c.ref_area
            and e.time_period = c.time_period
            and e.indicator = c.indicator
            and c.counted
            and e.version < c.version
    qualify row_number() over (partition by e.ref_area, e.time_period, e.indicator order by e.version desc) = 1
)

select
    i.indicator,
    q.ref_area,
    q.time_period,
    case
        when v.state = 'value' and i.aggregation = 'DIST' then coalesce(k.obs_value, 0)
        when v.state = 'value' then v.obs_value
    end as obs_value,
    case
        when not q.counted then q.state
        when a.indicator is null and coalesce(v.state, 'missing') = 'missing' then 'not_asked'
        else coalesce(v.state, 'missing')
    end as state,
    coalesce(v.is_lower_bound, false) as is_lower_bound,
    q.counted and q.data_status <> 'FINAL' as provisional,
    coalesce(v.withheld_cells, 0) as withheld_cells,
    case when i.aggregation <> 'DIST' then e.obs_value end as previous_value,
    case when i.aggregation <> 'DIST' then e.state end as previous_state,
    coalesce(i.aggregation <> 'DIST' and e.state is not null and e.obs_value is distinct from v.obs_value, false) as revised,
    q.version
from quality.reporting as q
cross join framework.indicators as i
left join core.returns as r on q.sha256 = r.sha256
left join asked as a
    on r.layout = a.layout and r.layout_version = a.layout_version and i.indicator = a.indicator
left join core.return_values as v on q.sha256 = v.sha256 and i.indicator = v.indicator and v.counted
left join outcomes.case_counts as k
    on i.indicator = k.indicator and q.ref_area = k.ref_area and q.time_period = k.time_period
left join earlier as e on i.indicator = e.indicator and q.ref_area = e.ref_area and q.time_period = e.time_period
