-- Compendium cases by the furthest stage any country reports, at the last month with data.
-- charged: those of them that are known to have reached a charge. A case may be closed without one: a closed case is among them only
-- where a return reported it as charged, in court or convicted.
with reported_charged as (
    select shared_id
    from core.cases
    where record = 'COMP' and counted and stage in ('CHARGED', 'COURT', 'CONVICTED')
    group by shared_id
)

select
    c.code as stage,
    c.code_order as stage_order,
    count(f.shared_id) as cases,
    count(r.shared_id) filter (where c.code in ('CHARGED', 'COURT', 'CONVICTED', 'CLOSED')) as charged
from framework.codes as c
left join outcomes.compendium_furthest as f on c.code_order = f.stage_order
left join reported_charged as r on f.shared_id = r.shared_id
where c.codelist = 'stage'
group by c.code, c.code_order
