-- Persons by sex and age, to date, over all countries: the parts as reported, which may add up to less than the total.
-- Victims formally identified only; a cell of the row for all forms, or all crimes, wins over the same cell of each of them.
-- is_lower_bound: a part is withheld or blank, or a list is not said to be complete: the number is at least this.
-- A part of which nothing is known has no row.
with grid_parts as (
    select
        c.indicator,
        c.sex,
        c.age,
        c.lower_bound,
        c.upper_bound,
        c.exploitation = '_T' as is_all_forms,
        c.crime = '_T' as is_all_crimes,
        bool_or(c.crime = '_T' and c.lower_bound = c.upper_bound) over (
            partition by c.sha256, c.indicator, c.exploitation, c.sex, c.age
        ) as has_all_crimes,
        bool_or(c.crime <> '_T') over (
            partition by c.sha256, c.indicator, c.exploitation, c.sex, c.age
        ) as has_crimes,
        bool_or(c.exploitation = '_T' and c.lower_bound = c.upper_bound) over (
            partition by c.sha256, c.indicator, c.crime, c.sex, c.age
        ) as has_all_forms,
        bool_or(c.exploitation <> '_T') over (
            partition by c.sha256, c.indicator, c.crime, c.sex, c.age
        ) as has_forms
    from core.reported_cells as c
    inner join core.returns as r on c.sha256 = r.sha256 and r.counted
    inner join framework.indicators as i on c.indicator = i.indicator
    where c.is_part and c.obs_status <> 'M' and (i.victim_status = '' or c.victim_status = i.victim_status)
),

parts as (
    select
        indicator,
        sex,
        age,
        lower_bound,
        upper_bound
    from grid_parts
    where
        is_all_forms = (has_all_forms or not has_forms)
        and is_all_crimes = (has_all_crimes or not has_crimes)
    union all
    select
        l.indicator,
        l.sex,
        '_T' as age,
        l.lower_bound,
        case when r.activities_listed = 'COMPLETE' then l.upper_bound end as upper_bound
    from core.listed_observations as l
    inner join core.returns as r on l.sha256 = r.sha256 and r.counted
    where l.sex <> '_T' and l.obs_status <> 'M'
),

summed as (
    select
        indicator,
        sex,
        age,
        sum(lower_bound) as obs_value,
        bool_or(upper_bound is null or lower_bound < upper_bound) as is_lower_bound
    from parts
    group by indicator, sex, age
)

select
    indicator,
    sex,
    age,
    cast(obs_value as bigint) as obs_value,
    is_lower_bound
from summed
where obs_value > 0 or (obs_value = 0 and not is_lower_bound)
