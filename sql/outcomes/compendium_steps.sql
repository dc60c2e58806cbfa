-- Each step of the Compendium: cases that made it with both days known, shortest, median and longest wait, and the cases that wait
-- there now.
-- The median and the quartiles are given from 5 cases. A quartile lies between the two waits next to it, as the median does.
with steps as (
    select
        a.code as from_stage,
        b.code as to_stage,
        a.code_order as stage_order
    from framework.codes as a
    inner join framework.codes as b on a.codelist = b.codelist and a.code_order + 1 = b.code_order
    where a.codelist = 'stage'
),

waits as (
    select
        from_stage,
        count(*) as cases,
        min(days) as shortest,
        median(days) as median_days,
        quantile_cont(days, 0.25) as lower_quartile,
        quantile_cont(days, 0.75) as upper_quartile,
        max(days) as longest
    from outcomes.compendium_days
    group by from_stage
)

select
    s.from_stage,
    s.to_stage,
    s.stage_order,
    coalesce(d.cases, 0) as cases,
    d.shortest,
    case when d.cases >= 5 then cast(d.median_days as double) end as median_days,
    case when d.cases >= 5 then cast(d.lower_quartile as double) end as lower_quartile,
    case when d.cases >= 5 then cast(d.upper_quartile as double) end as upper_quartile,
    d.longest,
    w.cases as waiting
from steps as s
left join waits as d on s.from_stage = d.from_stage
left join outcomes.compendium_stages as w on s.from_stage = w.stage
