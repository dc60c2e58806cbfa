-- One row a line of the Activities sheet of an accepted return: what was held or attended, and how many took part.
-- officers_complete: no number of officers was left out. A split into female and male needs no third number; one number for all needs
-- no split.
-- by: sha256
with lines as (
    select
        r.sha256,
        r.ref_area,
        r.time_period,
        r.counted,
        e.sheet,
        e.entry,
        max(e.cell) filter (where e.field = 'type') as cell,
        max(e.value_text) filter (where e.field = 'type') as activity,
        max(e.value_text) filter (where e.field = 'role') as role,
        max(e.value_text) filter (where e.field = 'mode') as mode,
        max(e.value_number) filter (where e.field = 'officers_f') as officers_f,
        max(e.value_number) filter (where e.field = 'officers_m') as officers_m,
        max(e.value_number) filter (where e.field = 'officers_not_stated') as officers_not_stated,
        max(e.value_number) filter (where e.field = 'people_reached') as people_reached,
        bool_or(e.field = 'officers_f' and e.obs_status <> 'O') as states_f,
        bool_or(e.field = 'officers_m' and e.obs_status <> 'O') as states_m,
        bool_or(e.field = 'officers_not_stated' and e.obs_status <> 'O') as states_rest
    from checked.entries as e
    inner join core.returns as r on e.sha256 = r.sha256
    where e.list_name = 'activities' and r.accepted
    group by r.sha256, r.ref_area, r.time_period, r.counted, e.sheet, e.entry
)

select
    sha256,
    ref_area,
    time_period,
    counted,
    sheet,
    entry,
    cell,
    activity,
    role,
    mode,
    officers_f,
    officers_m,
    officers_not_stated,
    people_reached,
    (states_f and states_m) or (states_rest and not states_f and not states_m) as officers_complete
from lines
