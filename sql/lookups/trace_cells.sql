-- The cells behind indicator $indicator, of country $ref_area and month $time_period (empty text: of all).
-- role_in_total is added for a cell that is added, detail for one that explains an added one, shared for a record that several countries
-- share, empty for a mark without a number.
select
    ref_area,
    time_period,
    indicator,
    crime,
    victim_status,
    exploitation,
    sex,
    age,
    counterpart_area,
    shared_id,
    obs_value,
    raw_text,
    role_in_total,
    file_name,
    version,
    sheet,
    cell
from outcomes.cells_behind
where
    indicator = $indicator
    and ($ref_area = '' or ref_area = $ref_area)
    and ($time_period = '' or time_period = $time_period)
order by
    ref_area,
    time_period,
    indicator,
    crime,
    victim_status,
    exploitation,
    sex,
    age,
    counterpart_area,
    shared_id,
    obs_value,
    raw_text,
    role_in_total,
    file_name,
    version,
    sheet,
    cell
