-- Country by month, and the state of its return: on_time, late (but counted), held, not_received, not_due. counted: a version of it
-- counts. came_late: it came after its month's cut-off, and since the cut-off of the month before the last one with data.
-- Timeliness is that of the first accepted version: a later revision does not make a return late.
with expected as (
    select
        p.ref_area,
        m.time_period,
        m.due_on,
        m.cut_off_on,
        w.changes_since,
        m.due_on <= v.cut_off and m.time_period <= w.data_to as is_due
    from framework.vintage as v
    inner join framework.participants as p on v.edition_id = p.edition_id
    inner join framework.months as m on v.edition_id = m.edition_id
    cross join core.vintage as w
),

first_accepted as (
    select
        ref_area,
        time_period,
        min(received_on) as received_on
    from core.returns
    where accepted
    group by ref_area, time_period
),

latest_held as (
    select *
    from core.returns
    where file_status = 'held' and identified
    qualify row_number() over (partition by ref_area, time_period order by version desc) = 1
),

versions as (
    select
        ref_area,
        time_period,
        count(*) as versions
    from core.returns
    where identified
    group by ref_area, time_period
)

select
    e.ref_area,
    e.time_period,
    case
        when c.sha256 is not null and f.received_on <= e.due_on then 'on_time'
        when c.sha256 is not null then 'late'
        when h.sha256 is not null then 'held'
        when e.is_due then 'not_received'
        else 'not_due'
    end as state,
    c.sha256 is not null as counted,
    e.is_due,
    e.due_on,
    coalesce(f.received_on, h.received_on) as received_on,
    case when f.received_on is not null then greatest(date_diff('day', e.due_on, f.received_on), 0) end as days_late,
    c.sha256 is not null
    and f.received_on > e.cut_off_on
    and (e.changes_since is null or f.received_on > e.changes_since) as came_late,
    coalesce(c.version, h.version) as version,
    coalesce(n.versions, 0) as versions,
    coalesce(c.file_status, h.file_status, '') as file_status,
    coalesce(c.data_status, h.data_status, '') as data_status,
    coalesce(c.errors, h.errors) as errors,
    coalesce(c.warnings, h.warnings) as warnings,
    coalesce(c.asked, 0) as asked,
    coalesce(c.answered, 0) as answered,
    coalesce(c.file_name, h.file_name, '') as file_name,
    coalesce(c.sha256, h.sha256, '') as sha256
from expected as e
left join core.returns as c on e.ref_area = c.ref_area and e.time_period = c.time_period and c.counted
left join first_accepted as f on e.ref_area = f.ref_area and e.time_period = f.time_period
left join latest_held as h on e.ref_area = h.ref_area and e.time_period = h.time_period
left join versions as n on e.ref_area = n.ref_area and e.time_period = n.time_period
