-- How many files have each status by themselves, before they are compared with others.
select
    file_status,
    count(*) as files
from checked.files
group by file_status
order by file_status
