-- One row a value, long: every cell of the returns that count, with file, sheet and cell.
-- obs_status V becomes B, D or E where a note of the return says so, else A (final) or P (provisional) by what its cover says.
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

note_lines as (
    select
        sha256,
        sheet,
        entry,
        max(value_text) filter (where field = 'where') as place,
        max(value_text) filter (where field = 'note_kind') as note_kind
    from checked.entries
    where list_name = 'notes'
    group by sha256, sheet, entry
),

-- A note is about an indicator (its code) or about one cell (sheet and cell, in either order). Of several the gravest is kept.
noted_cells as (
    select
        c.sha256,
        c.sheet,
        c.cell,
        min(k.code) as status
    from cells as c
    inner join note_lines as n
        on c.sha256 = n.sha256 and upper(n.place) in (c.indicator, upper(concat(c.sheet, ' ', c.cell)), upper(concat(c.cell, ' ', c.sheet)))
    inner join (
        values
        ('BREAK', 'B'),
        ('DEFINITION', 'D'),
        ('ESTIMATE', 'E')
    ) as k (note_kind, code) on n.note_kind = k.note_kind
    group by c.sha256, c.sheet, c.cell
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
        when n.status is not null then n.status
        when c.unit_measure = 'PERSON_ESTIMATE' then 'E'
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
left join noted_cells as n on c.sha256 = n.sha256 and c.sheet = n.sheet and c.cell = n.cell
where r.counted
