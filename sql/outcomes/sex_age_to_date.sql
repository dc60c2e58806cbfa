-- Persons by sex and age, to date, over all countries: the parts as reported, which may add up to less than the total.
-- Victims: where a return gives both a row for all forms and rows by form, the row for all forms is taken.
with parts as (
    select
        o.sha256,
        o.indicator,
        o.exploitation,
        o.sex,
        o.age,
        o.obs_value,
        max(case when o.exploitation = '_T' then 1 else 0 end) over (
            partition by o.sha256, o.indicator, o.sex, o.age
        ) as has_all_forms
    from core.observations as o
    inner join framework.indicators as i on o.indicator = i.indicator
    where
        o.origin = 'grid'
        and (o.sex <> '_T' or o.age <> '_T')
        and o.counterpart_area = '_T'
        and o.obs_value is not null
        and (i.victim_status = '' or o.victim_status = i.victim_status)
    union all
    select
        o.sha256,
        o.indicator,
        '_T' as exploitation,
        o.sex,
        '_T' as age,
        o.obs_value,
        1 as has_all_forms
    from core.observations as o
    where o.origin = 'list' and o.sex <> '_T' and o.obs_value is not null
)

select
    indicator,
    sex,
    age,
    cast(sum(obs_value) as bigint) as obs_value
from parts
where has_all_forms = 0 or exploitation = '_T'
group by indicator, sex, age
