-- What a line of the Cases sheet counts for, and from which stage until which (not included): a plan once it is agreed until it is
-- closed, a Compendium case once it is accepted, a joint operation always. A plan listed without a stage counts, a Compendium case
-- without one does not.
with rules as (
    select
        r.record,
        r.indicator,
        r.unit_measure,
        r.counts_from,
        r.counts_until,
        r.counts_without_stage
    from (
        values
        ('PLAN', 'INV_PLAN', 'PLAN', 'ACCEPTED', 'CLOSED', true),
        ('OPER', 'OPS_JNT', 'OPERATION', '', '', true),
        ('COMP', 'CMP_CASE', 'CASE', 'ACCEPTED', '', false)
    ) as r (record, indicator, unit_measure, counts_from, counts_until, counts_without_stage)
),

stages as (
    select
        code,
        code_order
    from framework.codes
    where codelist = 'stage'
)

select
    r.record,
    r.indicator,
    r.unit_measure,
    coalesce(f.code_order, 0) as from_order,
    coalesce(u.code_order, 1000) as until_order,
    r.counts_without_stage
from rules as r
left join stages as f on r.counts_from = f.code
left join stages as u on r.counts_until = u.code
