-- One row a line of the Exchanges sheet of an accepted return: who asked whom, by which channel, and the three counts.
-- Each count has its status beside it: a blank or withheld count is no zero.
-- by: sha256
select
    r.sha256,
    r.ref_area,
    r.time_period,
    r.counted,
    e.sheet,
    e.entry,
    max(e.value_text) filter (where e.field = 'counterpart') as counterpart_area,
    max(e.value_text) filter (where e.field = 'channel') as channel,
    max(e.value_text) filter (where e.field = 'crime') as crime,
    max(e.value_number) filter (where e.field = 'sent') as sent,
    max(e.value_number) filter (where e.field = 'received') as received,
    max(e.value_number) filter (where e.field = 'answered') as answered,
    max(e.obs_status) filter (where e.field = 'sent') as sent_status,
    max(e.obs_status) filter (where e.field = 'received') as received_status,
    max(e.obs_status) filter (where e.field = 'answered') as answered_status
from checked.entries as e
inner join core.returns as r on e.sha256 = r.sha256
where e.list_name = 'exchanges' and r.accepted
group by r.sha256, r.ref_area, r.time_period, r.counted, e.sheet, e.entry
