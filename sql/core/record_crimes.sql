-- The offence of each plan, joint operation and Compendium case at the last month with data: one rule for all three where the countries
-- that list it differ. It is the one that the reporting lead gives; else, of those given, the first in the order of the codes. One that
-- is unknown, or not stated, never comes before a known one.
with given as (
    select
        s.record,
        s.shared_id,
        s.ref_area,
        s.crime,
        coalesce(s.crime, '') in ('', '_U', '_T') as is_unknown,
        coalesce(s.ref_area = s.lead_area, false) as is_lead,
        coalesce(c.code_order, 0) as code_order
    from core.case_status as s
    inner join core.vintage as v on s.time_period = v.data_to
    left join framework.codes as c on c.codelist = 'crime' and s.crime = c.code
)

select
    record,
    shared_id,
    crime
from given
qualify row_number() over (partition by record, shared_id order by is_unknown asc, is_lead desc, code_order asc, ref_area asc) = 1
