-- Returns by month: how many of the countries that take part are counted, and what the others are.
select
    time_period,
    count(*) as countries,
    count(*) filter (where counted) as counted,
    count(*) filter (where state = 'held') as held,
    count(*) filter (where state = 'not_received') as not_received,
    count(*) filter (where state = 'not_due') as not_due
from quality.reporting
group by time_period
