-- One row a value, long: every cell of the returns that count, with file, sheet and cell.
-- obs_status V becomes A (final) or P (provisional) by what the cover of the return says.
with cells as (
    select
        sha256,
        indicator,
        crime,
        jpa_link,
        victim_status,
        exploitation,
        sex,
        age,
        counterpart_area,
        reporting_mode,
        obs_value,
        lower_bound,
        upper_bound,
        qualifier,
        obs_status,
        unit_measure,
        '' as shared_id,
        raw_text,
        sheet,
        cell,
        'grid' as origin
    from checked.observations
    union all
    select
        sha256,
        indicator,
        crime,
        '_T' as jpa_link,
        '_T' as victim_status,
        '_T' as exploitation,
        sex,
        '_T' as age,
        counterpart_area,
        'PERIOD' as reporting_mode,
        obs_value,
        cast(null as bigint) as lower_bound,
        cast(null as bigint) as upper_bound,
        'exact' as qualifier,
        obs_status,
        unit_measure,
        shared_id,
        raw_text,
        sheet,
        cell,
        'list' as origin
    from core.listed_observations
)

select
    r.edition_id,
    r.ref_area,
    c.indicator,
    c.crime,
    c.jpa_link,
    c.victim_status,
    c.exploitation,
    c.sex,
    c.age,
    c.counterpart_area,
    r.time_period,
    c.reporting_mode,
    c.obs_value,
    c.lower_bound,
    c.upper_bound,
    c.qualifier,
    case
        when c.obs_status <> 'V' then c.obs_status
        when r.data_status = 'FINAL' then 'A'
        else 'P'
    end as obs_status,
    case when c.obs_status = 'Q' then 'N' else 'F' end as conf_status,
    c.unit_measure,
    c.shared_id,
    r.source_agency,
    c.raw_text,
    r.sha256,
    r.version,
    r.received_at,
    r.file_name,
    c.sheet,
    c.cell,
    c.origin
from cells as c
inner join core.returns as r on c.sha256 = r.sha256
where r.counted
