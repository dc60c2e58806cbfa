-- Every distinct file that claims to be a return, of any edition, in the order of arrival: its version, and what became of it by itself.
-- compared: it is readable, nobody withdrew it, and it says whose it is; only such a file is compared with other returns.
-- exchanges_unread: the name of a country in its list of enquiries could not be read, so the list says nothing certain of any country.
-- exchanges_complete: a country that is not in that list was sent none and sent none; a nil return says so of everybody.
with unread_countries as (
    select sha256
    from (
        select
            e.sha256,
            e.sheet,
            e.entry,
            count(*) filter (where e.field = 'counterpart') as counterparts
        from checked.entries as e
        where e.list_name = 'exchanges'
        group by e.sha256, e.sheet, e.entry
    ) as lines
    where counterparts = 0
    group by sha256
),

claimed as (
    select
        f.sha256,
        a.file_name,
        f.kind,
        f.edition_id,
        f.ref_area,
        f.time_period,
        a.received_at,
        a.received_on,
        case when w.sha256 is not null then 'withdrawn' else f.file_status end as file_status,
        p.ref_area is not null and m.time_period is not null as identified,
        m.month_order,
        u.sha256 is not null as exchanges_unread,
        (f.exchanges_listed in ('COMPLETE', 'NONE') or f.nil_return) and u.sha256 is null as exchanges_complete,
        row_number() over (order by a.received_at, f.sha256) as arrival
    from checked.files as f
    inner join core.arrivals as a on f.sha256 = a.sha256 and not a.received_before
    left join core.withdrawn as w on f.sha256 = w.sha256
    left join unread_countries as u on f.sha256 = u.sha256
    left join framework.participants as p on f.edition_id = p.edition_id and f.ref_area = p.ref_area
    left join framework.months as m on f.edition_id = m.edition_id and f.time_period = m.time_period
    where f.kind <> 'context'
)

select
    sha256,
    file_name,
    edition_id,
    ref_area,
    time_period,
    month_order,
    received_at,
    received_on,
    file_status,
    identified,
    identified and kind = 'return' and file_status not in ('refused', 'withdrawn') as compared,
    identified and file_status in ('accepted', 'accepted_with_warnings') as accepted_by_itself,
    exchanges_unread,
    exchanges_complete,
    arrival,
    case
        when identified then row_number() over (partition by edition_id, ref_area, time_period, identified order by arrival)
    end as version
from claimed
