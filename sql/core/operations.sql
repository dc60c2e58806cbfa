-- One row a joint operation: its shared id, the month of its first day, and how many countries list it.
select
    shared_id,
    min(opened_on) as opened_on,
    min(opened_month) as time_period,
    count(distinct ref_area) as countries_listing,
    max(crime) as crime
from core.cases
where record = 'OPER' and counted
group by shared_id
