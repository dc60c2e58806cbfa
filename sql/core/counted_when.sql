-- Which version of a return counted when: from its arrival until superseded_at, the arrival of the next accepted version of the same
-- country and month; without one it counts now. Returns that are held, by themselves or against other returns, never count.
with held as (
    select sha256
    from history.same_moment
    where waived_by is null
    union
    select sha256
    from history.decreased_numbers
    where waived_by is null
)

select
    c.sha256,
    c.edition_id,
    c.ref_area,
    c.time_period,
    c.month_order,
    c.arrival,
    lead(c.arrival) over (partition by c.edition_id, c.ref_area, c.time_period order by c.arrival) as superseded_at
from core.candidates as c
left join held as h on c.sha256 = h.sha256
where c.accepted_by_itself and h.sha256 is null
