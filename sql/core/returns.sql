-- Every distinct file that claims to be a return of the edition: its version, its status, whether it counts.
-- The version that counts for a country and month is the latest one accepted; a held one never displaces it. A file of no known country or
-- month is nobody's version: it stays in the list and counts for nothing.
select
    c.sha256,
    c.file_name,
    f.layout,
    f.layout_version,
    c.edition_id,
    c.ref_area,
    c.time_period,
    c.received_at,
    c.received_on,
    f.data_status,
    f.source_agency,
    f.synthetic,
    f.nil_return,
    f.exchanges_listed,
    f.cases_listed,
    f.activities_listed,
    f.asked,
    f.answered,
    f.reason,
    s.errors,
    s.warnings,
    s.file_status,
    c.identified,
    w.sha256 is not null as accepted,
    c.version,
    w.sha256 is not null and w.superseded_at is null as counted
from core.candidates as c
inner join checked.files as f on c.sha256 = f.sha256
inner join core.file_status as s on c.sha256 = s.sha256
cross join framework.vintage as v
left join core.counted_when as w on c.sha256 = w.sha256
where
    (c.edition_id = v.edition_id or c.edition_id = '')
    and (not v.is_release or c.time_period <= v.release_month or c.time_period = '')
