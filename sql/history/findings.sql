-- Every finding of the rules that compare returns, with its facts as JSON; a version that was withdrawn is compared with none.
-- An error that an officer waived is a warning, followed by a note (N03) of who waived it and why.
with worded as (
    select
        'E07' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"key": "', f.key, '", "kind": "', f.kind, '", "month": "', f.month, '", "other": ', f.other, ', "value": ', f.value, '}')
            as facts,
        f.waived_by
    from history.decreased_numbers as f
    union all
    select
        'E09' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat(
            '{"other": "',
            replace(replace(regexp_replace(f.other, '[\p{Cc}]+', ' ', 'g'), '\', '\\'), '"', '\"'),
            '"}'
        ) as facts,
        f.waived_by
    from history.same_moment as f
    union all
    select
        'W04' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"month": "', f.month, '", "other": ', f.other, ', "value": ', f.value, '}') as facts,
        cast(null as varchar) as waived_by
    from history.assisted_over_identified as f
    union all
    select
        'W07' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"other": "', f.other, '"}') as facts,
        cast(null as varchar) as waived_by
    from history.equal_rows as f
    union all
    select
        'W08' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"kind": "', f.kind, '", "month": "', f.month, '", "other": ', f.other, ', "value": ', f.value, '}') as facts,
        cast(null as varchar) as waived_by
    from history.large_changes as f
    union all
    select
        'W10' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"country": "', f.country, '", "day": "', f.day, '"}') as facts,
        cast(null as varchar) as waived_by
    from history.unshared_operations as f
    union all
    select
        'W11' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"country": "', f.country, '", "kind": "', f.kind, '", "other": ', f.other, ', "value": ', f.value, '}') as facts,
        cast(null as varchar) as waived_by
    from history.enquiries_differ as f
    union all
    select
        'W12' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"month": "', f.month, '"}') as facts,
        cast(null as varchar) as waived_by
    from history.other_agency as f
    union all
    select
        'W13' as rule,
        f.sha256,
        f.sheet,
        f.cell,
        f.found,
        concat('{"month": "', f.month, '", "other": ', f.other, ', "value": ', f.value, '}') as facts,
        cast(null as varchar) as waived_by
    from history.added_up_rows as f
)

select
    t.sha256,
    t.rule,
    case when t.rule like 'W%' or t.waived_by is not null then 'warning' else 'error' end as severity,
    t.sheet,
    t.cell,
    t.found,
    t.facts
from worded as t
union all
select
    t.sha256,
    'N03' as rule,
    'info' as severity,
    t.sheet,
    t.cell,
    t.found,
    concat(
        '{"author": "',
        replace(replace(regexp_replace(w.author, '[\p{Cc}]+', ' ', 'g'), '\', '\\'), '"', '\"'),
        '", "date": "',
        cast(w.decided_on as varchar),
        '", "decision": "',
        w.name,
        '", "reason": "',
        replace(replace(regexp_replace(w.reason, '[\p{Cc}]+', ' ', 'g'), '\', '\\'), '"', '\"'),
        '", "rule": "',
        t.rule,
        '"}'
    ) as facts
from worded as t
inner join
    history.waivers as w
    on t.sha256 = w.sha256 and t.rule = w.rule and t.sheet = w.sheet and t.cell = w.cell and t.waived_by = w.name
