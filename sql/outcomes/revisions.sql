-- What the version that counts changed against the last accepted version before it: a figure became another one, came, or is no longer
-- given; where there is no figure, the state before or now says why. received_on: the day on which that version came;
-- is_new: since the cut-off of the month before the last one with data.
select
    c.ref_area,
    c.time_period,
    c.indicator,
    c.previous_value,
    c.previous_state,
    c.obs_value,
    c.state,
    c.version,
    r.received_on,
    v.changes_since is null or r.received_on > v.changes_since as is_new
from outcomes.indicator_country_month as c
inner join core.returns as r on c.ref_area = r.ref_area and c.time_period = r.time_period and r.counted
cross join core.vintage as v
where c.revised
