-- W12: the source agency on the Cover is not the one of the latest return up to this month; of the version it replaces, where there is one.
-- by: country
with agencies as (
    select
        e.sha256,
        lower(trim(regexp_replace(e.value_text, '[\p{Z}\p{C}]+', ' ', 'g'))) as agency,
        e.sheet,
        e.cell,
        e.raw_text as found
    from checked.entries as e
    inner join core.candidates as c on e.sha256 = c.sha256 and c.compared
    where e.list_name = 'cover' and e.field = 'source_agency' and e.value_text <> ''
),

latest as (
    select *
    from history.earlier_returns
    where months_apart <= 0
    qualify row_number() over (partition by sha256 order by months_apart desc) = 1
)

select
    a.sha256,
    a.sheet,
    a.cell,
    a.found,
    l.other_period as month
from latest as l
inner join agencies as a on l.sha256 = a.sha256
inner join agencies as o on l.other_sha256 = o.sha256 and a.agency <> o.agency
