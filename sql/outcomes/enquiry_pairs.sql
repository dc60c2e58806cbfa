-- Enquiries from one participating country to another, to date: what the sender says it sent, what the receiver says it received.
-- The two sides are compared only over months in which both returns count and both lists are complete; a complete list without the
-- pair says 0. A line whose count is blank or withheld is no 0: the month is not compared.
with claims as (
    select
        k.sender,
        k.receiver,
        k.side,
        k.number,
        k.is_known,
        r.time_period
    from core.enquiry_claims as k
    inner join core.returns as r on k.sha256 = r.sha256 and r.counted
),

complete_returns as (
    select
        c.sha256,
        c.ref_area,
        c.time_period
    from core.candidates as c
    inner join core.returns as r on c.sha256 = r.sha256 and r.counted
    where c.exchanges_complete
),

said_sent as (
    select *
    from claims
    where side = 'sent'
),

said_received as (
    select *
    from claims
    where side = 'received'
),

pair_months as (
    select
        sender,
        receiver,
        time_period
    from said_sent
    where number > 0
    union
    select
        sender,
        receiver,
        time_period
    from said_received
    where number > 0
),

both_sides as (
    select
        p.sender,
        p.receiver,
        p.time_period,
        s.number as sent,
        r.number as received,
        a.sha256 is not null
        and b.sha256 is not null
        and coalesce(s.is_known, true)
        and coalesce(r.is_known, true) as comparable
    from pair_months as p
    inner join framework.vintage as v on true
    inner join framework.participants as f on v.edition_id = f.edition_id and p.sender = f.ref_area
    inner join framework.participants as t on v.edition_id = t.edition_id and p.receiver = t.ref_area
    left join said_sent as s on p.sender = s.sender and p.receiver = s.receiver and p.time_period = s.time_period
    left join said_received as r on p.sender = r.sender and p.receiver = r.receiver and p.time_period = r.time_period
    left join complete_returns as a on p.sender = a.ref_area and p.time_period = a.time_period
    left join complete_returns as b on p.receiver = b.ref_area and p.time_period = b.time_period
),

pairs as (
    select
        sender,
        receiver,
        sum(sent) as sent,
        sum(received) as received,
        count(*) filter (where comparable) as months_compared,
        sum(coalesce(sent, 0)) filter (where comparable) as sent_compared,
        sum(coalesce(received, 0)) filter (where comparable) as received_compared
    from both_sides
    group by sender, receiver
)

select
    sender,
    receiver,
    cast(sent as bigint) as sent,
    cast(received as bigint) as received,
    months_compared,
    cast(sent_compared as bigint) as sent_compared,
    cast(received_compared as bigint) as received_compared,
    case
        when months_compared = 0 then 'one_side'
        when sent_compared = received_compared then 'agree'
        else 'differ'
    end as state
from pairs
