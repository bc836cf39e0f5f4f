select v.view_name
from duckdb_views() as v
where v.database_name = current_database() and v.schema_name = 'main' and not v.internal
order by v.view_name;
