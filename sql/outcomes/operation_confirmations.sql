-- Each joint operation: how many countries take part, and how many of them confirm it by their own return.
-- is_confirmed: each of two or more does; one by itself has nobody to confirm it.
select
    shared_id,
    count(*) as partners,
    count(*) filter (where state = 'confirmed') as confirmed,
    count(*) > 1 and bool_and(state = 'confirmed') as is_confirmed
from outcomes.operation_partners
group by shared_id
