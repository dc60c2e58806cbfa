-- The cells behind the numbers, with file, sheet and cell: every typed total, every cell above zero, every mark of a cell without a
-- number.
-- adds_up says how a cell enters its country's value for the month: yes it is added, part it explains one that is, once a shared
-- record counts once.
-- Parts typed as 0 and blank parts are left out: they change no sum.
with grids as (
    select
        o.*,
        o.sex = '_T' and o.age = '_T' as is_total,
        max(case when o.sex = '_T' and o.age = '_T' and o.obs_value is not null then 1 else 0 end) over (
            partition by o.sha256, o.indicator, o.crime, o.victim_status, o.exploitation, o.counterpart_area
        ) as has_total,
        max(case when o.exploitation = '_T' and o.obs_value is not null then 1 else 0 end) over (
            partition by o.sha256, o.indicator, o.crime, o.victim_status, o.counterpart_area
        ) as has_all_forms
    from core.observations as o
    where o.origin = 'grid'
),

judged as (
    select
        g.*,
        case
            when g.obs_value is null then ''
            when g.counterpart_area <> '_T' then 'part'
            when i.victim_status <> '' and g.victim_status <> i.victim_status then 'part'
            when g.has_all_forms = 1 and g.exploitation <> '_T' then 'part'
            when g.is_total or g.has_total = 0 then 'yes'
            else 'part'
        end as adds_up
    from grids as g
    inner join framework.indicators as i on g.indicator = i.indicator
    where g.is_total or g.obs_value > 0 or g.obs_status in ('Q', 'M')
)

select
    ref_area,
    time_period,
    indicator,
    crime,
    victim_status,
    exploitation,
    sex,
    age,
    counterpart_area,
    '' as shared_id,
    obs_value,
    obs_status,
    raw_text,
    adds_up,
    file_name,
    version,
    sheet,
    cell
from judged
union all
select
    o.ref_area,
    o.time_period,
    o.indicator,
    o.crime,
    o.victim_status,
    o.exploitation,
    o.sex,
    o.age,
    o.counterpart_area,
    o.shared_id,
    o.obs_value,
    o.obs_status,
    o.raw_text,
    case
        when o.obs_value is null then ''
        when o.shared_id <> '' then 'once'
        else 'yes'
    end as adds_up,
    o.file_name,
    o.version,
    o.sheet,
    o.cell
from core.observations as o
where o.origin = 'list' and (o.obs_value is not null or o.obs_status in ('Q', 'M'))
