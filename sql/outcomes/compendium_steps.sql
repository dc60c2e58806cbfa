-- Each step of the Compendium: cases that made it with both days known, shortest, median and longest wait, and the cases that wait
-- there now.
-- The median is given from 5 cases.
with steps as (
    select
        a.code as from_stage,
        b.code as to_stage,
        a.code_order as stage_order
    from framework.codes as a
    inner join framework.codes as b on a.codelist = b.codelist and a.code_order + 1 = b.code_order
    where a.codelist = 'stage'
)

select
    s.from_stage,
    s.to_stage,
    s.stage_order,
    count(d.shared_id) as cases,
    min(d.days) as shortest,
    case when count(d.shared_id) >= 5 then cast(median(d.days) as double) end as median_days,
    case when count(d.shared_id) >= 5 then cast(quantile_cont(d.days, 0.25) as double) end as lower_quartile,
    case when count(d.shared_id) >= 5 then cast(quantile_cont(d.days, 0.75) as double) end as upper_quartile,
    max(d.days) as longest,
    w.cases as waiting
from steps as s
left join outcomes.compendium_days as d on s.from_stage = d.from_stage
left join outcomes.compendium_stages as w on s.from_stage = w.stage
group by s.from_stage, s.to_stage, s.stage_order, w.cases
