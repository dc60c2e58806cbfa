-- What each accepted return says for an indicator under one crime, victim status and form of exploitation.
-- The total its sender typed wins; where none was typed the parts add up to it.
-- The true number lies between lower_bound and upper_bound; they are equal where it is known. A withheld or blank part that no typed
-- total covers leaves a gap between them; a part that cannot be counted there (n/a) does not: it adds nothing.
-- from_parts: lower_bound is the sum of the parts, not the total.
-- by: sha256
with sums as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        sum(lower_bound) filter (where is_total) as total_lower,
        case
            when count(*) filter (where is_total) = count(upper_bound) filter (where is_total)
                then sum(upper_bound) filter (where is_total)
        end as total_upper,
        sum(lower_bound) filter (where is_part) as parts_lower,
        case
            when count(*) filter (where is_part and obs_status <> 'M') = count(upper_bound) filter (where is_part)
                then sum(upper_bound) filter (where is_part)
        end as parts_upper,
        count(*) filter (where obs_status = 'Q') as withheld_cells,
        bool_or(is_total and obs_status = 'M')
        or bool_and(obs_status = 'M') as cannot_count
    from core.reported_cells
    group by sha256, indicator, crime, victim_status, exploitation
),

chosen as (
    select
        s.*,
        coalesce(s.total_lower < s.total_upper, true) and coalesce(s.parts_lower, -1) > coalesce(s.total_lower, -1) as from_parts
    from sums as s
)

select
    sha256,
    indicator,
    crime,
    victim_status,
    exploitation,
    from_parts,
    withheld_cells,
    cannot_count and coalesce(total_lower, parts_lower) is null as cannot_count,
    cast(case when from_parts then parts_lower else total_lower end as bigint) as lower_bound,
    cast(
        case
            when total_lower = total_upper then total_upper
            -- A total withheld as under 5 beside parts of more than that: the parts were typed, so they are believed.
            when parts_lower > total_upper then parts_upper
            else least(total_upper, parts_upper)
        end as bigint
    ) as upper_bound
from chosen
