-- One row an accepted return and indicator: its value for the month, or why there is none.
-- Lists count 0 only where the cover says that the list is complete or that there is nothing to list.
with by_form as (
    -- Victims: the row for all forms wins over the sum of the forms.
    select
        sha256,
        indicator,
        crime,
        victim_status,
        coalesce(
            max(obs_value) filter (where exploitation = '_T'),
            sum(obs_value) filter (where exploitation <> '_T')
        ) as obs_value,
        sum(withheld_cells) as withheld_cells,
        sum(not_countable_cells) as not_countable_cells
    from core.reported_values
    group by sha256, indicator, crime, victim_status
),

grids as (
    select
        f.sha256,
        f.indicator,
        sum(f.obs_value) as obs_value,
        sum(f.withheld_cells) as withheld_cells,
        sum(f.not_countable_cells) as not_countable_cells
    from by_form as f
    inner join framework.indicators as i on f.indicator = i.indicator
    where i.victim_status = '' or f.victim_status = i.victim_status
    group by f.sha256, f.indicator
),

list_totals as (
    select
        sha256,
        indicator,
        sum(obs_value) as obs_value,
        count(*) filter (where obs_status = 'Q') as withheld_cells
    from core.listed_observations
    group by sha256, indicator
),

lists as (
    select
        r.sha256,
        i.indicator,
        case
            when t.obs_value is not null then t.obs_value
            when i.source_sheet = 'Exchanges' and r.exchanges_listed in ('COMPLETE', 'NONE') then 0
            when i.source_sheet = 'Cases' and r.cases_listed in ('COMPLETE', 'NONE') then 0
            when i.source_sheet = 'Activities' and r.activities_listed in ('COMPLETE', 'NONE') then 0
        end as obs_value,
        coalesce(t.withheld_cells, 0) as withheld_cells
    from core.returns as r
    cross join framework.indicators as i
    left join list_totals as t on r.sha256 = t.sha256 and i.indicator = t.indicator
    where r.accepted and i.source_sheet in ('Exchanges', 'Cases', 'Activities')
),

joined as (
    select
        sha256,
        indicator,
        obs_value,
        withheld_cells,
        not_countable_cells
    from grids
    union all
    select
        sha256,
        indicator,
        obs_value,
        withheld_cells,
        0 as not_countable_cells
    from lists
)

select
    r.sha256,
    r.ref_area,
    r.time_period,
    r.version,
    r.counted,
    j.indicator,
    cast(j.obs_value as bigint) as obs_value,
    cast(j.withheld_cells as bigint) as withheld_cells,
    case
        when j.obs_value is not null then 'value'
        when j.withheld_cells > 0 then 'withheld'
        when j.not_countable_cells > 0 then 'cannot_count'
        else 'missing'
    end as state
from joined as j
inner join core.returns as r on j.sha256 = r.sha256
