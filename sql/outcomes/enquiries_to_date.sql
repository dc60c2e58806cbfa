-- Enquiries to date by channel, over all countries, and by country, as its own returns say: sent to others, received from others,
-- answered by it. grouped_by says which of the two, code is the channel or the country.
-- is_lower_bound: a line has no count there, blank or withheld, or its list is not said to be complete: the number is at least this.
-- What cannot be counted adds nothing. state: why there is no number.
with counts as (
    select
        x.ref_area,
        x.channel,
        e.field,
        e.value_number,
        s.state,
        s.state_order,
        s.state in ('withheld', 'missing') or r.exchanges_listed <> 'COMPLETE' as is_gap
    from core.exchanges as x
    inner join core.returns as r on x.sha256 = r.sha256
    inner join checked.entries as e on x.sha256 = e.sha256 and x.sheet = e.sheet and x.entry = e.entry
    inner join framework.cell_statuses as s on e.obs_status = s.obs_status
    where x.counted and e.field in ('sent', 'received', 'answered')
),

grouped as (
    select
        'channel' as grouped_by,
        channel as code,
        field,
        value_number,
        state,
        state_order,
        is_gap
    from counts
    union all
    select
        'country' as grouped_by,
        ref_area as code,
        field,
        value_number,
        state,
        state_order,
        is_gap
    from counts
)

select
    grouped_by,
    code,
    cast(sum(value_number) filter (where field = 'sent') as bigint) as sent,
    cast(sum(value_number) filter (where field = 'received') as bigint) as received,
    cast(sum(value_number) filter (where field = 'answered') as bigint) as answered,
    bool_or(is_gap and field = 'sent') as sent_is_lower_bound,
    arg_min(state, state_order) filter (where field = 'sent') as sent_state,
    bool_or(is_gap and field = 'received') as received_is_lower_bound,
    arg_min(state, state_order) filter (where field = 'received') as received_state,
    bool_or(is_gap and field = 'answered') as answered_is_lower_bound,
    arg_min(state, state_order) filter (where field = 'answered') as answered_state
from grouped
group by grouped_by, code
