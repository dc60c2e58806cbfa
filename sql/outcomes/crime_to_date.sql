-- Indicators by crime, to date, over all countries; stocks are the last month's.
select
    o.indicator,
    o.crime,
    cast(sum(o.obs_value) as bigint) as obs_value
from core.reported_values as o
inner join core.returns as r on o.sha256 = r.sha256
inner join framework.indicators as i on o.indicator = i.indicator
cross join core.vintage as v
where
    r.counted
    and o.crime <> '_T'
    and o.obs_value is not null
    and i.source_sheet = 'Outcomes'
    and concat(';', i.splits, ';') like '%;crime;%'
    and (i.stock = 'no' or r.time_period = v.data_to)
group by o.indicator, o.crime
