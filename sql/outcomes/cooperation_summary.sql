-- Cooperation in one row: joint operations and those that every partner confirms; pairs of countries with enquiries, those of which both
-- sides can be compared, those that agree, and those of one side only.
with operations as (
    select
        count(*) as operations,
        count(*) filter (where is_confirmed) as operations_confirmed
    from outcomes.operation_confirmations
),

pairs as (
    select
        count(*) as pairs,
        count(*) filter (where state <> 'one_side') as pairs_compared,
        count(*) filter (where state = 'agree') as pairs_agree,
        count(*) filter (where state = 'one_side') as pairs_of_one_side
    from outcomes.enquiry_pairs
)

select
    o.operations,
    o.operations_confirmed,
    p.pairs,
    p.pairs_compared,
    p.pairs_agree,
    p.pairs_of_one_side
from operations as o
cross join pairs as p
