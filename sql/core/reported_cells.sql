-- The cells of the grids of every accepted return, and how each enters its row: is_total, or is_part, a part that is added up.
-- The true number of a cell lies between lower_bound and upper_bound. A blank cell is unknown, and so is one whose problem an officer
-- waived; in a return of which the cover says that nothing happened a blank one is 0, except for stocks: nothing happened, but cases
-- may be open.
-- by: sha256
with cells as (
    select
        o.sha256,
        o.indicator,
        o.crime,
        o.victim_status,
        o.exploitation,
        o.sex,
        o.age,
        o.obs_value,
        o.obs_status,
        o.lower_bound,
        o.upper_bound,
        o.sheet,
        o.cell,
        o.obs_status = 'O' and not o.expected and trim(o.raw_text) = '' and r.nil_return and not i.is_stock as is_nil,
        bool_or(o.age <> '_T') over (
            partition by o.sha256, o.indicator, o.crime, o.victim_status, o.exploitation, o.sex
        ) as sex_has_ages,
        bool_or(o.sex <> '_T') over (
            partition by o.sha256, o.indicator, o.crime, o.victim_status, o.exploitation
        ) as has_sexes
    from checked.observations as o
    inner join core.returns as r on o.sha256 = r.sha256
    inner join framework.indicators as i on o.indicator = i.indicator
    where r.accepted and o.counterpart_area = '_T' and o.reporting_mode = 'PERIOD'
)

-- Of parts that overlap only the finest are added:
-- a sex by its ages, and the ages of all sexes only where there are no sexes.
select
    sha256,
    indicator,
    crime,
    victim_status,
    exploitation,
    sex,
    age,
    sheet,
    cell,
    obs_status,
    case when is_nil then 0 else coalesce(obs_value, lower_bound) end as lower_bound,
    case when is_nil then 0 else coalesce(obs_value, upper_bound) end as upper_bound,
    sex = '_T' and age = '_T' as is_total,
    case
        when sex = '_T' then age <> '_T' and not has_sexes
        else age <> '_T' or not sex_has_ages
    end as is_part
from cells
