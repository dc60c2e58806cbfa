-- Enquiries to date, each of the three counts of the Exchanges sheet (sent, received, answered) summed by channel and by country.
-- is_lower_bound: a line has no count there, blank or withheld, or its list is not said to be complete: the number is at least this.
-- What cannot be counted adds nothing. state: why there is no number.
with counts as (
    select
        x.ref_area,
        x.channel,
        'sent' as count_name,
        x.sent as obs_value,
        x.sent_status as obs_status,
        r.exchanges_listed <> 'COMPLETE' as incomplete
    from core.exchanges as x
    inner join core.returns as r on x.sha256 = r.sha256
    where x.counted
    union all
    select
        x.ref_area,
        x.channel,
        'received' as count_name,
        x.received as obs_value,
        x.received_status as obs_status,
        r.exchanges_listed <> 'COMPLETE' as incomplete
    from core.exchanges as x
    inner join core.returns as r on x.sha256 = r.sha256
    where x.counted
    union all
    select
        x.ref_area,
        x.channel,
        'answered' as count_name,
        x.answered as obs_value,
        x.answered_status as obs_status,
        r.exchanges_listed <> 'COMPLETE' as incomplete
    from core.exchanges as x
    inner join core.returns as r on x.sha256 = r.sha256
    where x.counted
),

grouped as (
    select
        'channel' as grouped_by,
        channel as code,
        count_name,
        obs_value,
        obs_status,
        incomplete
    from counts
    union all
    select
        'country' as grouped_by,
        ref_area as code,
        count_name,
        obs_value,
        obs_status,
        incomplete
    from counts
)

select
    grouped_by,
    code,
    count_name,
    cast(sum(obs_value) as bigint) as obs_value,
    count(*) filter (where obs_status in ('O', 'Q') or incomplete) > 0 as is_lower_bound,
    case
        when count(obs_value) > 0 then 'value'
        when count(*) filter (where obs_status = 'Q') > 0 then 'withheld'
        when count(*) filter (where obs_status <> 'M') = 0 then 'cannot_count'
        else 'missing'
    end as state
from grouped
group by grouped_by, code, count_name
