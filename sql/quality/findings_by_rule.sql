-- Findings by rule on the versions that stand for a country and month: the one that counts, else the one that is held.
select
    f.rule,
    f.severity,
    count(*) as findings,
    count(distinct f.sha256) as returns_concerned,
    count(distinct f.ref_area) as countries
from core.findings as f
inner join quality.reporting as q on f.sha256 = q.sha256
group by f.rule, f.severity
