-- Enquiries of each country to date, as its own returns say: sent to others, received from others, answered by it.
select
    ref_area,
    cast(sum(sent) as bigint) as sent,
    cast(sum(received) as bigint) as received,
    cast(sum(answered) as bigint) as answered
from core.exchanges
where counted
group by ref_area
