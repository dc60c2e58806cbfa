-- What each accepted return says for an indicator under one crime, victim status and form of exploitation.
-- The total its sender typed wins; where none was typed the parts add up to it. Both are kept.
with cells as (
    select
        o.*,
        o.sex = '_T' and o.age = '_T' as is_total
    from checked.observations as o
    inner join core.returns as r on o.sha256 = r.sha256
    where r.accepted and o.counterpart_area = '_T'
)

select
    sha256,
    indicator,
    crime,
    victim_status,
    exploitation,
    max(obs_value) filter (where is_total) as typed_total,
    max(obs_status) filter (where is_total) as total_status,
    sum(obs_value) filter (where not is_total) as parts_total,
    count(obs_value) filter (where not is_total) as parts_given,
    count(*) filter (where obs_status = 'Q') as withheld_cells,
    count(*) filter (where obs_status = 'M') as not_countable_cells,
    cast(
        coalesce(max(obs_value) filter (where is_total), sum(obs_value) filter (where not is_total)) as bigint
    ) as obs_value
from cells
group by sha256, indicator, crime, victim_status, exploitation
