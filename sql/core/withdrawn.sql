-- The files that an officer withdrew for their sender, by the whole sha256. A file that was refused cannot be withdrawn.
select f.sha256
from checked.files as f
inner join received.decisions as d on d.kind = 'withdrawal' and f.sha256 like concat(d.sha256, '%')
where f.file_status <> 'refused'
group by f.sha256
