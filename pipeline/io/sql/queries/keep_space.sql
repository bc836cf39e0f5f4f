-- How much of the file is in use; blocks that are free are not given back before it is compacted.
select
    s.block_size,
    s.total_blocks,
    s.used_blocks,
    s.free_blocks
from pragma_database_size() as s
where s.database_name = current_database();
