-- The Compendium at the last month with data, in one row: cases accepted or beyond; those accepted or under investigation (early); those
-- known to have reached a charge; those closed of which no return reported a charge; those neither charged nor closed (in_progress);
-- those with a day for both investigation and charge. steps_made: steps with both days known.
with moved as (
    select count(*) as moved_to_charge
    from outcomes.compendium_dates as i
    inner join outcomes.compendium_dates as c on i.shared_id = c.shared_id
    where i.stage = 'INVESTIGATION' and c.stage = 'CHARGED'
),

steps as (
    select count(*) as steps_made
    from outcomes.compendium_days
),

stages as (
    select
        sum(s.cases) as cases,
        sum(s.cases) filter (where s.stage_order >= k.from_order and s.stage_order < k.until_order) as accepted,
        sum(s.cases) filter (where s.stage in ('ACCEPTED', 'INVESTIGATION')) as early,
        sum(s.charged) as charged,
        sum(s.cases - s.charged) filter (where s.stage = 'CLOSED') as closed_without_charge
    from outcomes.compendium_stages as s
    inner join framework.counting_rules as k on k.record = 'COMP'
)

select
    cast(s.cases as bigint) as cases,
    cast(s.accepted as bigint) as accepted,
    cast(s.early as bigint) as early,
    cast(s.charged as bigint) as charged,
    cast(s.closed_without_charge as bigint) as closed_without_charge,
    cast(s.accepted - s.charged - s.closed_without_charge as bigint) as in_progress,
    m.moved_to_charge,
    d.steps_made
from stages as s
cross join moved as m
cross join steps as d
