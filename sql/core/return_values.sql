-- One row an accepted return and indicator: its value for the month, or why there is none.
-- The true number lies between lower_bound and upper_bound. Where they differ because something is withheld or blank, obs_value is
-- the sum of what is known and is_lower_bound says so; a sum of zeros with a gap is no value at all, it would read as a zero.
-- from_parts: it is added up from the crimes, or the lines of a list; otherwise the row for all crimes is taken.
-- Lists count 0 only where the cover says that the list is complete, or that there is nothing to list or to report.
-- by: sha256
with crimes as (
    select
        v.sha256,
        v.indicator,
        max(v.lower_bound) filter (where v.crime = '_T') as total_lower,
        max(v.upper_bound) filter (where v.crime = '_T') as total_upper,
        sum(v.lower_bound) filter (where v.crime <> '_T') as parts_lower,
        case
            when count(*) filter (where v.crime <> '_T' and not v.cannot_count) = count(v.upper_bound) filter (where v.crime <> '_T')
                then sum(v.upper_bound) filter (where v.crime <> '_T')
        end as parts_upper,
        sum(v.withheld_cells) as withheld_cells,
        bool_and(v.cannot_count) as cannot_count
    from core.crime_values as v
    inner join framework.indicators as i on v.indicator = i.indicator
    where i.victim_status = '' or v.victim_status = i.victim_status
    group by v.sha256, v.indicator
),

grids as (
    select
        c.*,
        coalesce(c.total_lower < c.total_upper, true) and coalesce(c.parts_lower, -1) > coalesce(c.total_lower, -1) as from_parts
    from crimes as c
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
        case when from_parts then parts_lower else total_lower end as lower_bound,
        case
            when total_lower = total_upper then total_upper
            when parts_lower > total_upper then parts_upper
            else least(total_upper, parts_upper)
        end as upper_bound
    from grids
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
