-- One row a line of the Cases sheet of an accepted return: a plan, a joint operation or a Compendium case as its lister saw it that month.
-- A shared id is the same however it is typed in capitals or small letters. A case without one is its country's own: its reference,
-- prefixed with the country, stands for it. counts: at its stage, as this line gives it, it counts.
-- by: sha256
with lines as (
    select
        r.sha256,
        r.ref_area,
        r.time_period,
        r.counted,
        e.sheet,
        e.entry,
        max(e.cell) filter (where e.field = 'record') as cell,
        max(e.value_text) filter (where e.field = 'case_reference') as case_reference,
        max(e.value_text) filter (where e.field = 'record') as record,
        max(nullif(upper(trim(e.value_text)), '')) filter (where e.field = 'shared_id') as given_id,
        max(e.value_text) filter (where e.field = 'crime') as crime,
        max(nullif(e.value_text, '')) filter (where e.field = 'lead') as lead_area,
        max(nullif(e.value_text, '')) filter (where e.field = 'stage') as stage,
        max(nullif(e.value_text, '')) filter (where e.field = 'opened_on') as opened,
        max(nullif(e.value_text, '')) filter (where e.field = 'stage_reached_on') as stage_reached
    from checked.entries as e
    inner join core.returns as r on e.sha256 = r.sha256
    where e.list_name = 'cases' and r.accepted
    group by r.sha256, r.ref_area, r.time_period, r.counted, e.sheet, e.entry
)

select
    lines.sha256,
    lines.ref_area,
    lines.time_period,
    lines.counted,
    lines.sheet,
    lines.entry,
    lines.cell,
    lines.case_reference,
    lines.record,
    lines.crime,
    lines.lead_area,
    lines.stage,
    cast(lines.opened as date) as opened_on,
    cast(lines.stage_reached as date) as stage_reached_on,
    coalesce(lines.given_id, concat(lines.ref_area, ':', lines.case_reference)) as shared_id,
    stages.code_order as stage_order,
    substr(lines.opened, 1, 7) as opened_month,
    coalesce(
        stages.code_order >= rules.from_order and stages.code_order < rules.until_order, rules.counts_without_stage
    ) as counts
from lines
left join framework.codes as stages on stages.codelist = 'stage' and lines.stage = stages.code
left join framework.counting_rules as rules on lines.record = rules.record
