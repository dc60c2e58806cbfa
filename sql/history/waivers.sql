-- Every waiver of an officer beside the file that it is about, by the whole sha256.
-- expected: the text that was found, with neither direction marks nor spaces that do not show.
select
    c.sha256,
    d.rule,
    d.sheet,
    d.cell,
    trim(regexp_replace(d.expected, '[\p{Z}\p{C}]+', ' ', 'g')) as expected,
    d.name,
    d.author,
    d.reason,
    d.decided_on
from core.candidates as c
inner join received.decisions as d on d.kind = 'waiver' and c.sha256 like concat(d.sha256, '%')
where c.compared
