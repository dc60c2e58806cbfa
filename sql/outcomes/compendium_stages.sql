-- Compendium cases by the furthest stage any country reports, at the last month with data.
with furthest as (
    select
        s.shared_id,
        max(s.stage_order) as stage_order
    from core.case_status as s
    inner join core.vintage as v on s.time_period = v.data_to
    where s.record = 'COMP'
    group by s.shared_id
)

select
    c.code as stage,
    c.code_order as stage_order,
    count(f.shared_id) as cases
from framework.codes as c
left join furthest as f on c.code_order = f.stage_order
where c.codelist = 'stage'
group by c.code, c.code_order
