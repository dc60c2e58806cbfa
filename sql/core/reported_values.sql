-- What each accepted return says for an indicator under one crime, victim status and form of exploitation.
-- The total its sender typed wins; where none was typed the parts add up to it.
-- The true number lies between lower_bound and upper_bound; they are equal where it is known. A withheld or blank part that no typed
-- total covers leaves a gap between them; a part that cannot be counted there (n/a) does not: it adds nothing.
-- from_parts: lower_bound is the sum of the parts, not the total.
-- by: sha256
with entries as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        is_total,
        is_part,
        obs_status = 'M' as cannot_count,
        case when obs_status = 'Q' then 1 else 0 end as withheld_cells,
        lower_bound,
        upper_bound
    from core.reported_cells
),

-- The rule by which a total and its parts make a value. It stands word for word in reported_values, crime_values and return_values, each
-- of which rests on the one before (docs/decisions/0021); tests/warehouse/test_roll_up.py holds the three equal.
sums as (
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
            when count(*) filter (where is_part and not cannot_count) = count(upper_bound) filter (where is_part)
                then sum(upper_bound) filter (where is_part)
        end as parts_upper,
        sum(withheld_cells) as withheld_cells,
        bool_or(is_total and cannot_count) or bool_and(cannot_count) as cannot_count
    from entries
    group by sha256, indicator, crime, victim_status, exploitation
),

chosen as (
    select
        s.*,
        coalesce(s.total_lower < s.total_upper, true) and coalesce(s.parts_lower, -1) > coalesce(s.total_lower, -1) as from_parts
    from sums as s
),

rolled_up as (
    select
        sha256,
        indicator,
        crime,
        victim_status,
        exploitation,
        from_parts,
        cannot_count and coalesce(total_lower, parts_lower) is null as cannot_count,
        cast(withheld_cells as bigint) as withheld_cells,
        cast(case when from_parts then parts_lower else total_lower end as bigint) as lower_bound,
        cast(
            case
                when total_lower = total_upper then total_upper
                -- Where the two exclude each other the larger is believed: parts of more than a total withheld as under 5, or a total
                -- that is itself a sum with a gap.
                when parts_lower > total_upper then parts_upper
                when total_lower > parts_upper then total_upper
                else least(total_upper, parts_upper)
            end as bigint
        ) as upper_bound
    from chosen
)

select
    sha256,
    indicator,
    crime,
    victim_status,
    exploitation,
    from_parts,
    withheld_cells,
    cannot_count,
    lower_bound,
    upper_bound
from rolled_up
