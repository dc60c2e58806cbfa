-- Enquiries answered as a share of those sent, to date, in per cent: one row.
-- Only where all that were sent are known, and every country and month that gives the one number gives the other: else the two would be
-- of different countries. is_lower_bound: some answers are withheld or blank.
with one_side as (
    select count(*) as months
    from outcomes.indicator_country_month as s
    inner join outcomes.indicator_country_month as a
        on s.ref_area = a.ref_area and s.time_period = a.time_period and a.indicator = 'INF_RSP'
    where s.indicator = 'INF_ENQ' and (s.obs_value is null) <> (a.obs_value is null)
)

select
    case
        when not sent.is_lower_bound and one_side.months = 0
            then 100 * cast(answered.obs_value as double) / nullif(sent.obs_value, 0)
    end as share,
    answered.is_lower_bound
from outcomes.indicator_to_date as sent
inner join outcomes.indicator_to_date as answered on answered.indicator = 'INF_RSP'
cross join one_side
where sent.indicator = 'INF_ENQ'
