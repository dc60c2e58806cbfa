-- One row an accepted return and indicator: its value for the month, or why there is none.
-- The true number lies between lower_bound and upper_bound. Where they differ because something is withheld or blank, obs_value is
-- the sum of what is known and is_lower_bound says so; a sum of zeros with a gap is no value at all, it would read as a zero.
-- from_parts: it is added up from the crimes, or the lines of a list; otherwise the row for all crimes is taken.
-- Lists count 0 only where the cover says that the list is complete, or that there is nothing to list or to report.
-- by: sha256
with entries as (
    select
        v.sha256,
        v.indicator,
        v.crime = '_T' as is_total,
        v.crime <> '_T' as is_part,
        v.cannot_count,
        v.withheld_cells,
        v.lower_bound,
        v.upper_bound
    from core.crime_values as v
    inner join framework.indicators as i on v.indicator = i.indicator
    where i.victim_status = '' or v.victim_status = i.victim_status
),

-- The rule by which a total and its parts make a value. It stands word for word in reported_values, crime_values and return_values, each
-- of which rests on the one before (docs/decisions/0021); tests/warehouse/test_roll_up.py holds the three equal.
sums as (
    select
        sha256,
        indicator,
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
    group by sha256, indicator
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
),

list_totals as (
    select
        sha256,
        indicator,
        sum(lower_bound) as lower_bound,
        case
            when count(*) filter (where obs_status <> 'M') = count(upper_bound) then sum(upper_bound)
        end as upper_bound,
        count(*) filter (where obs_status = 'Q') as withheld_cells,
        bool_and(obs_status = 'M') as cannot_count
    from core.listed_observations
    group by sha256, indicator
),

asked_in_lists as (
    select distinct
        a.layout,
        a.layout_version,
        a.indicator,
        k.list_name
    from checked.asked as a
    inner join framework.counting_rules as k on a.indicator = k.indicator and a.part = k.list_name and a.row = k.field
),

listed_indicators as (
    select
        r.sha256,
        a.indicator,
        r.nil_return,
        case a.list_name
            when 'exchanges' then r.exchanges_listed
            when 'cases' then r.cases_listed
            else r.activities_listed
        end as listed
    from core.returns as r
    inner join asked_in_lists as a on r.layout = a.layout and r.layout_version = a.layout_version
    where r.accepted
),

lists as (
    select
        l.sha256,
        l.indicator,
        coalesce(t.withheld_cells, 0) as withheld_cells,
        coalesce(t.cannot_count, false) as cannot_count,
        case
            when t.sha256 is not null then t.lower_bound
            when l.listed in ('COMPLETE', 'NONE') or l.nil_return then 0
        end as lower_bound,
        case
            when t.sha256 is null and (l.listed in ('COMPLETE', 'NONE') or l.nil_return) then 0
            when l.listed = 'COMPLETE' then t.upper_bound
        end as upper_bound
    from listed_indicators as l
    left join list_totals as t on l.sha256 = t.sha256 and l.indicator = t.indicator
),

bounds as (
    select
        sha256,
        indicator,
        from_parts,
        withheld_cells,
        cannot_count,
        lower_bound,
        upper_bound
    from rolled_up
    union all
    select
        sha256,
        indicator,
        true as from_parts,
        withheld_cells,
        cannot_count,
        lower_bound,
        upper_bound
    from lists
),

valued as (
    select
        b.*,
        case when b.lower_bound = b.upper_bound or b.lower_bound > 0 then b.lower_bound end as obs_value
    from bounds as b
)

select
    r.sha256,
    r.ref_area,
    r.time_period,
    r.version,
    r.counted,
    v.indicator,
    v.from_parts,
    cast(v.obs_value as bigint) as obs_value,
    v.obs_value is not null and (v.upper_bound is null or v.obs_value < v.upper_bound) as is_lower_bound,
    cast(v.lower_bound as bigint) as lower_bound,
    cast(v.upper_bound as bigint) as upper_bound,
    cast(v.withheld_cells as bigint) as withheld_cells,
    case
        when v.obs_value is not null then 'value'
        when v.withheld_cells > 0 then 'withheld'
        when v.cannot_count then 'cannot_count'
        else 'missing'
    end as state
from valued as v
inner join core.returns as r on v.sha256 = r.sha256
