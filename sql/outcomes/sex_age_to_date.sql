-- Persons by sex and age, to date, over all countries: the parts as reported, which may add up to less than the total.
-- is_lower_bound: a part is withheld or blank, or a list is not said to be complete: the number is at least this.
-- A part of which nothing is known has no row.
with summed as (
    select
        v.indicator,
        v.sex,
        v.age,
        sum(v.lower_bound) as obs_value,
        bool_or(v.is_lower_bound) as is_lower_bound
    from core.sex_age_values as v
    inner join core.returns as r on v.sha256 = r.sha256 and r.counted
    group by v.indicator, v.sex, v.age
)

select
    indicator,
    sex,
    age,
    cast(obs_value as bigint) as obs_value,
    is_lower_bound
from summed
where obs_value > 0 or (obs_value = 0 and not is_lower_bound)
