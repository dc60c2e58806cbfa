-- Each return with those of its own country that counted when it came in, by how many months they are apart: -1 is the month before, 0
-- the version that it replaces.
-- by: country
select
    c.sha256,
    m.sha256 as other_sha256,
    m.time_period as other_period,
    m.month_order - c.month_order as months_apart
from core.candidates as c
inner join core.counted_when as m
    on
        c.edition_id = m.edition_id
        and c.ref_area = m.ref_area
        and c.arrival > m.arrival
        and c.arrival <= coalesce(m.superseded_at, c.arrival)
where c.compared
