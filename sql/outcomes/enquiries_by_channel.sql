-- Enquiries by channel to date, over all countries: sent as senders report, answered as those who answered report.
-- A column that ends in is_lower_bound: a line has no count there, blank or withheld, or its list is not said to be complete: the number
-- is at least this. What cannot be counted adds nothing. One that ends in state: why there is no number.
select
    x.channel,
    cast(sum(x.sent) as bigint) as sent,
    cast(sum(x.answered) as bigint) as answered,
    count(*) filter (where x.sent_status in ('O', 'Q') or r.exchanges_listed <> 'COMPLETE') > 0 as sent_is_lower_bound,
    case
        when count(x.sent) > 0 then 'value'
        when count(*) filter (where x.sent_status = 'Q') > 0 then 'withheld'
        when count(*) filter (where x.sent_status <> 'M') = 0 then 'cannot_count'
        else 'missing'
    end as sent_state,
    count(*) filter (where x.answered_status in ('O', 'Q') or r.exchanges_listed <> 'COMPLETE') > 0 as answered_is_lower_bound,
    case
        when count(x.answered) > 0 then 'value'
        when count(*) filter (where x.answered_status = 'Q') > 0 then 'withheld'
        when count(*) filter (where x.answered_status <> 'M') = 0 then 'cannot_count'
        else 'missing'
    end as answered_state
from core.exchanges as x
inner join core.returns as r on x.sha256 = r.sha256
where x.counted
group by x.channel
