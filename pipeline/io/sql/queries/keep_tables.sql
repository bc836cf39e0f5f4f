select
    t.schema_name,
    t.table_name
from duckdb_tables() as t
where t.database_name = current_database() and not t.internal
order by t.schema_name, t.table_name;
