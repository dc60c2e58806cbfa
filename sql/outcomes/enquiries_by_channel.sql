-- Enquiries by channel to date, over all countries: sent as senders report, answered as those who answered report.
-- A column that ends in is_lower_bound: a line has no count there, blank or withheld: the number is at least this.
select
    channel,
    cast(sum(sent) as bigint) as sent,
    cast(sum(answered) as bigint) as answered,
    count(sent) < count(*) as sent_is_lower_bound,
    count(answered) < count(*) as answered_is_lower_bound
from core.exchanges
where counted
group by channel
