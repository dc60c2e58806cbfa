-- Enquiries of each country to date, as its own returns say: sent to others, received from others, answered by it.
-- A column that ends in is_lower_bound: a line has no count there, blank or withheld: the number is at least this.
select
    ref_area,
    cast(sum(sent) as bigint) as sent,
    cast(sum(received) as bigint) as received,
    cast(sum(answered) as bigint) as answered,
    count(sent) < count(*) as sent_is_lower_bound,
    count(received) < count(*) as received_is_lower_bound,
    count(answered) < count(*) as answered_is_lower_bound
from core.exchanges
where counted
group by ref_area
