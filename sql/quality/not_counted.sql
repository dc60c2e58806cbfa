-- The files of which nothing counts (held for correction, refused, withdrawn) and why. Not those of which a later version was accepted:
-- there is nothing left to do about them.
with latest_accepted as (
    select
        edition_id,
        ref_area,
        time_period,
        max(arrival) as arrival
    from core.counted_when
    group by edition_id, ref_area, time_period
)

select
    s.sha256,
    a.file_name,
    f.what_it_is,
    f.edition_id,
    f.ref_area,
    f.time_period,
    a.received_at,
    a.received_on,
    s.file_status,
    f.reason
from core.file_status as s
inner join checked.files as f on s.sha256 = f.sha256
inner join core.arrivals as a on s.sha256 = a.sha256 and not a.received_before
left join core.candidates as c on s.sha256 = c.sha256
left join latest_accepted as l on c.edition_id = l.edition_id and c.ref_area = l.ref_area and c.time_period = l.time_period
where s.file_status in ('held', 'refused', 'withdrawn') and (l.arrival is null or l.arrival < c.arrival)
