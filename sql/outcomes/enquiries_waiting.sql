-- Enquiries sent and answered up to each month, over all countries, and how many of those sent wait for an answer.
select
    s.time_period,
    s.running_total as sent,
    a.running_total as answered,
    s.running_total - a.running_total as waiting
from outcomes.indicator_month as s
inner join outcomes.indicator_month as a on s.time_period = a.time_period and a.indicator = 'INF_RSP'
where s.indicator = 'INF_ENQ'
