-- Every joint operation and each country that takes part in it: named by a partner, or lists it itself, and whether its own return
-- confirms it.
-- The lead is the one that the countries name, each as it last named it; where they name different ones, or none, nobody is shown as
-- the lead, and leads_named says how many there are.
-- A return confirms an operation by listing it; the first day it gives, as last given, may differ from the operation's.
with mentions as (
    select
        c.shared_id,
        c.ref_area,
        c.time_period,
        c.entry,
        c.sheet,
        c.opened_on,
        c.lead_area,
        others.value_text as other_countries
    from core.cases as c
    left join checked.entries as others
        on c.sha256 = others.sha256 and c.sheet = others.sheet and c.entry = others.entry and others.field = 'other_countries'
    where c.record = 'OPER' and c.counted
),

last_named as (
    select
        shared_id,
        lead_area
    from mentions
    where lead_area is not null
    qualify row_number() over (partition by shared_id, ref_area order by time_period desc, entry desc, sheet desc) = 1
),

leads as (
    select
        shared_id,
        min(lead_area) as lead_area,
        count(distinct lead_area) as leads_named
    from last_named
    group by shared_id
),

named as (
    select distinct
        m.shared_id,
        p.ref_area
    from mentions as m
    inner join framework.vintage as v on true
    inner join framework.participants as p on v.edition_id = p.edition_id
    where
        p.ref_area = m.ref_area
        or p.ref_area = m.lead_area
        or concat(';', m.other_countries, ';') like concat('%;', p.ref_area, ';%')
),

own_lines as (
    select
        shared_id,
        ref_area,
        opened_on
    from mentions
    qualify
        row_number() over (
            partition by shared_id, ref_area
            order by case when opened_on is null then 1 else 0 end, time_period desc, entry desc, sheet desc
        ) = 1
)

select
    n.shared_id,
    n.ref_area,
    n.ref_area = coalesce(l.lead_area, '') and l.leads_named = 1 as is_lead,
    coalesce(l.leads_named, 0) as leads_named,
    k.opened_on as first_day,
    c.crime,
    case
        when o.ref_area is not null and o.opened_on <> k.opened_on then 'date_differs'
        when o.ref_area is not null then 'confirmed'
        when q.state = 'held' then 'held'
        when q.state in ('not_received', 'not_due') then 'no_return'
        else 'not_listed'
    end as state
from named as n
inner join core.operations as k on n.shared_id = k.shared_id
inner join core.record_crimes as c on n.shared_id = c.shared_id and c.record = 'OPER'
left join leads as l on n.shared_id = l.shared_id
left join own_lines as o on n.shared_id = o.shared_id and n.ref_area = o.ref_area
left join quality.reporting as q on n.ref_area = q.ref_area and k.time_period = q.time_period
