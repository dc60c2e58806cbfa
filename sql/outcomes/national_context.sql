-- What other published sources say of the participating countries: context beside the edition's figures, never added to them.
-- Of two files of the same source the one received last is shown.
with latest as (
    select
        f.sha256,
        f.layout,
        f.what_it_is,
        r.file_name
    from checked.files as f
    inner join core.receipts as r on f.sha256 = r.sha256 and not r.received_before
    where f.kind = 'context' and f.file_status in ('accepted', 'accepted_with_warnings')
    qualify row_number() over (partition by f.layout order by r.received_at desc, f.sha256 desc) = 1
)

select
    o.source_agency as source,
    o.ref_area,
    o.indicator,
    o.topic,
    o.category,
    o.time_period,
    o.sex,
    o.age,
    o.obs_value,
    o.lower_bound,
    o.upper_bound,
    o.qualifier,
    o.unit_measure,
    o.raw_text,
    l.file_name,
    o.sheet,
    o.cell,
    o.sha256
from checked.observations as o
inner join latest as l on o.sha256 = l.sha256
inner join framework.vintage as v on true
inner join framework.participants as p on v.edition_id = p.edition_id and o.ref_area = p.ref_area
where o.reporting_mode = 'PERIOD'
