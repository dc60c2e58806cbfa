-- A total that its parts do not add up to: months against to date, countries against all, for everything that is summed.
select
    'months of all countries against to date' as what,
    m.indicator,
    cast(sum(m.obs_value) as bigint) as parts,
    t.obs_value as total
from outcomes.indicator_month as m
inner join outcomes.indicator_to_date as t on m.indicator = t.indicator
inner join framework.indicators as i on m.indicator = i.indicator
where i.stock = 'no'
group by m.indicator, t.obs_value
having coalesce(sum(m.obs_value), 0) <> coalesce(t.obs_value, 0)
union all
select
    'cells of the returns that count against to date' as what,
    t.indicator,
    cast(coalesce(c.cells, 0) as bigint) as parts,
    t.obs_value as total
from outcomes.indicator_to_date as t
inner join framework.indicators as i on t.indicator = i.indicator
inner join (
    select
        o.indicator,
        sum(o.obs_value) as cells
    from core.observations as o
    where o.origin = 'list'
    group by o.indicator
) as c on t.indicator = c.indicator
where i.aggregation in ('SUM', 'SENT', 'HOST') and i.stock = 'no' and c.cells <> coalesce(t.obs_value, 0)
union all
select
    'crimes against to date' as what,
    c.indicator,
    cast(sum(c.obs_value) as bigint) as parts,
    t.obs_value as total
from outcomes.crime_to_date as c
inner join outcomes.indicator_to_date as t on c.indicator = t.indicator
inner join framework.indicators as i on c.indicator = i.indicator
where i.stock = 'no'
group by c.indicator, t.obs_value
having sum(c.obs_value) <> coalesce(t.obs_value, 0)
