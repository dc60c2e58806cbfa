-- Enquiries of each country to date, as its own returns say: sent to others, received from others, answered by it.
-- Why a number is a lower bound, or is not there: outcomes.enquiries_summed.
select
    code as ref_area,
    max(obs_value) filter (where count_name = 'sent') as sent,
    max(obs_value) filter (where count_name = 'received') as received,
    max(obs_value) filter (where count_name = 'answered') as answered,
    count(*) filter (where count_name = 'sent' and is_lower_bound) > 0 as sent_is_lower_bound,
    max(state) filter (where count_name = 'sent') as sent_state,
    count(*) filter (where count_name = 'received' and is_lower_bound) > 0 as received_is_lower_bound,
    max(state) filter (where count_name = 'received') as received_state,
    count(*) filter (where count_name = 'answered' and is_lower_bound) > 0 as answered_is_lower_bound,
    max(state) filter (where count_name = 'answered') as answered_state
from outcomes.enquiries_summed
where grouped_by = 'country'
group by code
