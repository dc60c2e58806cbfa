-- Persons by sex and age in each accepted return: the parts as reported, which may add up to less than the total.
-- Victims formally identified only; a cell of the row for all forms, or all crimes, wins over the same cell of each of them.
-- is_lower_bound: a part is withheld or blank, or a list is not said to be complete: the number is at least this.
-- by: sha256
with grid_parts as (
    select
        c.sha256,
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
    inner join framework.indicators as i on c.indicator = i.indicator
    where c.is_part and c.obs_status <> 'M' and (i.victim_status = '' or c.victim_status = i.victim_status)
),

parts as (
    select
        sha256,
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
        l.sha256,
        l.indicator,
        l.sex,
        '_T' as age,
        l.lower_bound,
        case when r.activities_listed = 'COMPLETE' then l.upper_bound end as upper_bound
    from core.listed_observations as l
    inner join core.returns as r on l.sha256 = r.sha256
    where l.sex <> '_T' and l.obs_status <> 'M'
)

select
    sha256,
    indicator,
    sex,
    age,
    cast(sum(lower_bound) as bigint) as lower_bound,
    bool_or(upper_bound is null or lower_bound < upper_bound) as is_lower_bound
from parts
group by sha256, indicator, sex, age
