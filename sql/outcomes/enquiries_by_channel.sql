-- Enquiries by channel to date, over all countries: sent as senders report, answered as those who answered report.
select
    channel,
    cast(sum(sent) as bigint) as sent,
    cast(sum(answered) as bigint) as answered
from core.exchanges
where counted
group by channel
