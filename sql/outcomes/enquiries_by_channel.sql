-- Enquiries by channel to date, over all countries: sent as senders report, answered as those who answered report.
-- Why a number is a lower bound, or is not there: outcomes.enquiries_summed.
select
    code as channel,
    max(obs_value) filter (where count_name = 'sent') as sent,
    max(obs_value) filter (where count_name = 'answered') as answered,
    count(*) filter (where count_name = 'sent' and is_lower_bound) > 0 as sent_is_lower_bound,
    max(state) filter (where count_name = 'sent') as sent_state,
    count(*) filter (where count_name = 'answered' and is_lower_bound) > 0 as answered_is_lower_bound,
    max(state) filter (where count_name = 'answered') as answered_state
from outcomes.enquiries_summed
where grouped_by = 'channel'
group by code
