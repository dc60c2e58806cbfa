-- One row a value, long: every cell of the returns that count, with file, sheet and cell.
-- obs_status V becomes B, D or E where a note of the return says so, else A (final) or P (provisional) by what its cover says.
-- by: sha256
with note_kinds as (
    select
        k.note_kind,
        k.obs_status
    from (
        values
        ('BREAK', 'B'),
        ('DEFINITION', 'D'),
        ('ESTIMATE', 'E')
    ) as k (note_kind, obs_status)
),

cells as (
    select
        sha256,
        indicator,
        crime,
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
        '_T' as victim_status,
        '_T' as exploitation,
        sex,
        '_T' as age,
        counterpart_area,
        'PERIOD' as reporting_mode,
        obs_value,
        case when obs_status = 'Q' then lower_bound end as lower_bound,
        case when obs_status = 'Q' then upper_bound end as upper_bound,
        case when obs_status = 'Q' then 'under' else 'exact' end as qualifier,
        obs_status,
        unit_measure,
        shared_id,
        raw_text,
        sheet,
        cell,
        'list' as origin
    from core.listed_observations
),

-- A note is about an indicator or about one cell. Of several the gravest is kept.
noted_cells as (
    select
        c.sha256,
        c.sheet,
        c.cell,
        min(k.obs_status) as obs_status
    from cells as c
    inner join core.notes as n
        on c.sha256 = n.sha256 and c.indicator = n.indicator and (n.about_cell = '' or (c.sheet = n.about_sheet and c.cell = n.about_cell))
    inner join note_kinds as k on n.note_kind = k.note_kind
    group by c.sha256, c.sheet, c.cell
)

select
    r.edition_id,
    r.ref_area,
    c.indicator,
    c.crime,
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
        when n.obs_status is not null then n.obs_status
        when c.unit_measure = 'PERSON_ESTIMATE' then 'E'
        when r.data_status = 'FINAL' then 'A'
        else 'P'
    end as obs_status,
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
left join noted_cells as n on c.sha256 = n.sha256 and c.sheet = n.sheet and c.cell = n.cell
where r.counted
