-- One row: how many countries take part and have every return counted, how many returns count and how many of those are marked as
-- synthetic samples, and the findings that are open on the versions that stand.
with countries as (
    select
        count(*) as countries,
        count(*) filter (where is_complete) as countries_complete
    from quality.returns_by_country
    where ref_area <> '_T'
),

returns as (
    select
        count(*) as returns_counted,
        count(*) filter (where synthetic) as returns_synthetic
    from core.returns
    where counted
),

findings as (
    select
        cast(coalesce(sum(findings) filter (where severity = 'error'), 0) as bigint) as open_errors,
        cast(coalesce(sum(findings) filter (where severity = 'warning'), 0) as bigint) as open_warnings
    from quality.findings_by_rule
)

select
    c.countries,
    c.countries_complete,
    r.returns_counted,
    r.returns_synthetic,
    f.open_errors,
    f.open_warnings
from countries as c
cross join returns as r
cross join findings as f
