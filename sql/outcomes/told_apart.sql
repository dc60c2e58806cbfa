-- Of each indicator that is split by sex: how many persons to date are told apart by sex or age, and how many of the total are not.
-- by_sex: those told apart as women and men.
with parts as (
    select
        indicator,
        sum(obs_value) as told_apart,
        sum(obs_value) filter (where sex = 'F') as female,
        sum(obs_value) filter (where sex in ('F', 'M')) as by_sex,
        sum(obs_value) filter (where age = 'Y0T17') as children
    from outcomes.sex_age_to_date
    group by indicator
)

select
    p.indicator,
    cast(p.told_apart as bigint) as told_apart,
    cast(coalesce(p.female, 0) as bigint) as female,
    cast(coalesce(p.by_sex, 0) as bigint) as by_sex,
    cast(coalesce(p.children, 0) as bigint) as children,
    cast(greatest(coalesce(t.obs_value, 0), p.told_apart) as bigint) as whole,
    cast(case when t.obs_value > p.told_apart then t.obs_value - p.told_apart else 0 end as bigint) as not_told_apart
from parts as p
inner join outcomes.indicator_to_date as t on p.indicator = t.indicator
