-- Every distinct file that claims to be a return of the edition: its version, its outcome, whether it counts.
-- The version that counts for a country and month is the latest one accepted; a held one never displaces it.
with judged as (
    select
        f.sha256,
        r.file_name,
        f.layout,
        f.layout_version,
        f.edition_id,
        f.ref_area,
        f.time_period,
        r.received_at,
        r.received_on,
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
        o.errors,
        o.warnings,
        o.outcome
    from checked.files as f
    inner join core.receipts as r on f.sha256 = r.sha256 and not r.received_before
    inner join core.file_outcomes as o on f.sha256 = o.sha256
    cross join framework.vintage as v
    where
        f.kind <> 'context'
        and (f.edition_id = v.edition_id or f.edition_id = '')
        and (not v.is_release or f.time_period <= v.release_month or f.time_period = '')
),

-- A file of no known country or month is nobody's version: it stays in the list and counts for nothing.
numbered as (
    select
        j.*,
        p.ref_area is not null and m.time_period is not null as identified,
        j.outcome in ('accepted', 'accepted_with_warnings')
        and p.ref_area is not null and m.time_period is not null as accepted
    from judged as j
    left join framework.participants as p on j.edition_id = p.edition_id and j.ref_area = p.ref_area
    left join framework.months as m on j.edition_id = m.edition_id and j.time_period = m.time_period
)

select
    n.*,
    case
        when n.identified then
            row_number() over (
                partition by n.ref_area, n.time_period, n.identified
                order by n.received_at, n.sha256
            )
    end as version,
    n.accepted
    and row_number() over (
        partition by n.ref_area, n.time_period, n.accepted
        order by n.received_at desc, n.sha256 desc
    ) = 1 as counted
from numbered as n
