-- The files of which nothing counts, for people: file, what it is, status, and why.
select
    file_name,
    what_it_is,
    file_status,
    reason
from quality.not_counted
order by file_status, what_it_is, file_name, sha256
