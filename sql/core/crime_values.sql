-- What each accepted return says for an indicator under one crime and victim status, over all forms of exploitation.
-- The row for all forms wins where it is known; otherwise the forms add up to it. from_parts: lower_bound is
-- the sum of the forms.
-- by: sha256
with forms as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        max(lower_bound) filter (where exploitation = '_T') as total_lower,
        max(upper_bound) filter (where exploitation = '_T') as total_upper,
        sum(lower_bound) filter (where exploitation <> '_T') as parts_lower,
        case
            when count(*) filter (where exploitation <> '_T' and not cannot_count) = count(upper_bound) filter (where exploitation <> '_T')
                then sum(upper_bound) filter (where exploitation <> '_T')
        end as parts_upper,
        sum(withheld_cells) as withheld_cells,
        bool_and(cannot_count) as cannot_count
    from core.reported_values
    group by sha256, indicator, crime, victim_status
),

chosen as (
    select
        f.*,
        coalesce(f.total_lower < f.total_upper, true) and coalesce(f.parts_lower, -1) > coalesce(f.total_lower, -1) as from_parts
    from forms as f
)

select
    sha256,
    indicator,
    crime,
    victim_status,
    from_parts,
    cast(withheld_cells as bigint) as withheld_cells,
    cannot_count,
    cast(case when from_parts then parts_lower else total_lower end as bigint) as lower_bound,
    cast(
        case
            when total_lower = total_upper then total_upper
            when parts_lower > total_upper then parts_upper
            else least(total_upper, parts_upper)
        end as bigint
    ) as upper_bound
from chosen
