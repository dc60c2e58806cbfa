-- Persons by sex, to date, over all countries: the ages of outcomes.sex_age_to_date together.
-- is_lower_bound: an age is one, or, of women and men, one of the ages that are told apart for either is not known.
with ages as (
    select
        indicator,
        count(distinct age) as ages
    from outcomes.sex_age_to_date
    where sex in ('F', 'M')
    group by indicator
)

select
    p.indicator,
    p.sex,
    cast(sum(p.obs_value) as bigint) as obs_value,
    bool_or(p.is_lower_bound) or (p.sex in ('F', 'M') and count(*) < max(a.ages)) as is_lower_bound
from outcomes.sex_age_to_date as p
inner join ages as a on p.indicator = a.indicator
group by p.indicator, p.sex
