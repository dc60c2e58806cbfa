-- The cells behind the numbers, with file, sheet and cell: every typed total, every cell above zero, every mark of a cell without a
-- number.
-- role_in_total says how a cell enters its country's value for the month: added into it, detail of one that is, shared by countries, so
-- that its record counts once.
-- Parts typed as 0 and blank parts are left out: they change no sum.
-- by: sha256
with added_rows as (
    select
        v.sha256,
        v.indicator,
        v.crime,
        v.victim_status,
        v.exploitation,
        v.from_parts
    from core.reported_values as v
    inner join core.crime_values as f
        on v.sha256 = f.sha256 and v.indicator = f.indicator and v.crime = f.crime and v.victim_status = f.victim_status
    inner join core.return_values as r on v.sha256 = r.sha256 and v.indicator = r.indicator
    inner join framework.indicators as i on v.indicator = i.indicator
    where
        (v.exploitation = '_T') <> f.from_parts
        and (v.crime = '_T') <> r.from_parts
        and (i.victim_status = '' or v.victim_status = i.victim_status)
),

added_cells as (
    select
        c.sha256,
        c.sheet,
        c.cell
    from core.reported_cells as c
    inner join added_rows as a
        on
            c.sha256 = a.sha256
            and c.indicator = a.indicator
            and c.crime = a.crime
            and c.victim_status = a.victim_status
            and c.exploitation = a.exploitation
    where case when a.from_parts then c.is_part else c.is_total end
),

shown as (
    select *
    from core.observations
    where origin = 'grid' and ((sex = '_T' and age = '_T') or obs_value > 0 or obs_status in ('Q', 'M'))
),

judged as (
    select
        s.*,
        case
            when s.obs_value is null then ''
            when a.sha256 is not null and s.reporting_mode = 'PERIOD' then 'added'
            else 'detail'
        end as role_in_total
    from shown as s
    left join added_cells as a on s.sha256 = a.sha256 and s.sheet = a.sheet and s.cell = a.cell
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
    role_in_total,
    file_name,
    version,
    sheet,
    cell,
    sha256
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
        when o.shared_id <> '' then 'shared'
        else 'added'
    end as role_in_total,
    o.file_name,
    o.version,
    o.sheet,
    o.cell,
    o.sha256
from core.observations as o
where o.origin = 'list' and (o.obs_value is not null or o.obs_status in ('Q', 'M'))
