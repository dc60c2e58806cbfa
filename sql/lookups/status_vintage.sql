-- What the published tables are of: edition, release, the last month with data, cut-off, and whether the figures are final.
select
    edition_id,
    release_id,
    data_to,
    cut_off,
    status
from core.vintage
