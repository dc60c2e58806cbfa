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
        o.obs_status = 'O' and not o.expected and trim(o.raw_text) = '' and r.nil_return and not i.is_stock as is_nil
    from checked.observations as o
    inner join core.returns as r on o.sha256 = r.sha256
    inner join framework.indicators as i on o.indicator = i.indicator
    where r.accepted and o.counterpart_area = '_T' and o.reporting_mode = 'PERIOD'
),

-- What a cell has to know of the others of its row: worked out over groups of cells and joined, which costs less than windows.
sexes as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        sex,
        bool_or(age <> '_T') as sex_has_ages
    from cells
    group by sha256, indicator, crime, victim_status, exploitation, sex
),

grid_rows as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        bool_or(sex <> '_T') as has_sexes
    from sexes
    group by sha256, indicator, crime, victim_status, exploitation
)

-- Of parts that overlap only the finest are added: a sex by its ages, and the ages of all sexes only where there are no sexes.
select
    c.sha256,
    c.indicator,
    c.crime,
    c.victim_status,
    c.exploitation,
    c.sex,
    c.age,
    c.sheet,
    c.cell,
    c.obs_status,
    case when c.is_nil then 0 else coalesce(c.obs_value, c.lower_bound) end as lower_bound,
    case when c.is_nil then 0 else coalesce(c.obs_value, c.upper_bound) end as upper_bound,
    c.sex = '_T' and c.age = '_T' as is_total,
    case
        when c.sex = '_T' then c.age <> '_T' and not g.has_sexes
        else c.age <> '_T' or not s.sex_has_ages
    end as is_part
from cells as c
inner join sexes as s
    on
        c.sha256 = s.sha256
        and c.indicator = s.indicator
        and c.crime = s.crime
        and c.victim_status = s.victim_status
        and c.exploitation = s.exploitation
        and c.sex = s.sex
inner join grid_rows as g
    on
        c.sha256 = g.sha256
        and c.indicator = g.indicator
        and c.crime = g.crime
        and c.victim_status = g.victim_status
        and c.exploitation = g.exploitation
