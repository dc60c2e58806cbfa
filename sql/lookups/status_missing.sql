-- The returns that were due and have not come: country and month.
select
    ref_area,
    time_period
from quality.reporting
where state = 'not_received'
order by time_period, ref_area
