"""The DuckDB store: one private writer file under a lock, and a published read-only copy for everybody else.

DuckDB lets no second process open a file that one process has open for writing. So the writer works on
``private/writethru.duckdb`` in short transactions, and after a load the file is checkpointed and a copy put in
place of ``writethru.duckdb`` by ``os.replace``: readers that are open keep the old one, new ones see the new one.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import orjson
from filelock import FileLock, Timeout

from pipeline.errors import NotFound, StoreBusy, StoreError
from pipeline.io.cloning import clone
from pipeline.io.migrate import migrate, sql_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from _typeshed import DataclassInstance
    from numpy.typing import NDArray

Row = dict[str, Any]
Columns = dict[str, list[Any]]
SNAPSHOT = "writethru.duckdb"
STORAGE = "v1.5.0"  # read by DuckDB 1.5 and 2.0 alike
_WAIT_SECONDS = 120.0
MEMORY = "800MB"  # for DuckDB, of which it keeps all it may get; what needs more goes through a file beside the database
_INDEXED = 500  # keys that a primary key's index is asked for; by itself DuckDB reads all rows for more than 50 (2.0)
_WRITTEN_OUT = (
    3  # keys that stand in a statement as they are: planned in half the time; for more, a join is quicker
)
_ZONED = "TIMESTAMP WITH TIME ZONE"
_TYPES: dict[str, dict[str, str]] = {}  # columns by table: the same in every migrated file
_LINE = 50_000  # rows of columns in one line: a few MB
_PORTION = 4_000_000  # bytes of lines in one statement
_MAX_OBJECT = 64 * 1024 * 1024


@cache
def _queries() -> dict[str, str]:
    return dict(sql_files("queries"))


class Store:
    """The writer's side. Use :func:`open_store`; nothing is visible to readers before :meth:`publish`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, data_dir: Path) -> None:
        self._connection = connection
        self._data_dir = data_dir
        self._within = False
        self._has: dict[str, bool] = {}  # by table: no more than there are; nobody else writes meanwhile

    @property
    def data_dir(self) -> Path:
        """Where the database and the archive are."""
        return self._data_dir

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: a batch's facts and derivations become durable together. One inside another joins it."""
        if self._within:
            yield
            return
        self._connection.execute("begin")
        self._within = True
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            self._has.clear()
            raise
        else:
            self._connection.execute("commit")
        finally:
            self._within = False

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """The rows of a named query (``sql/queries``), times as aware UTC."""
        return fetch(self._connection, *_bound(_queries()[query], parameters))

    def tuples(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a named query as they come, without names; it says itself how it gives times."""
        sql, told = _bound(_queries()[query], parameters)
        return self._connection.execute(sql, told).fetchall()

    def has(self, table: str) -> bool:
        """Whether a table may have rows: for questions that can be spared. False is certain; one query a store."""
        if table not in self._has:
            [(there,)] = self._connection.execute(f"select exists(from {table})").fetchall()
            self._has[table] = bool(there)
        return self._has[table]

    def run(self, query: str, **parameters: Any) -> None:
        """Execute a named statement."""
        self._connection.execute(*_bound(_queries()[query], parameters))

    def insert(
        self, table: str, rows: Iterable[Mapping[str, Any] | DataclassInstance], *, known: str = "error"
    ) -> None:
        """Append rows to a table; ``known="ignore"`` leaves rows whose primary key is there as they are.

        A row is a mapping, or a record whose fields are named as the columns are.

        Rows travel as one JSON line each with the table's own types: faster than executemany by ten, and
        a 64-bit key with gaps stays an integer, which a data frame would turn into a float.
        """
        ignore = "or ignore " if known == "ignore" else ""
        self._read(table, rows, f"insert {ignore}into {table} by name select *", self._types(table))

    def insert_columns(self, table: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Append rows given as one array for each column (masked: null): thirty times as fast where rows are many.

        They travel through a file as rows do, as lists that are unnested: DuckDB can scan arrays in memory, but a
        number in one of five thousand rows came out wrong there.
        """
        self.insert_lists(table, {name: column.tolist() for name, column in columns.items()})

    def insert_lists(self, table: str, columns: Mapping[str, list[Any]]) -> None:
        """As `insert_columns`, of plain lists; None is null."""
        kinds = {name: f"{self._types(table)[name]}[]" for name in columns}
        size = max((len(column) for column in columns.values()), default=0)
        pieces = (
            {name: column[start : start + _LINE] for name, column in columns.items()}
            for start in range(0, size, _LINE)
        )
        chosen = ", ".join(f'unnest("{name}") as "{name}"' for name in columns)
        self._read(table, pieces, f"insert into {table} by name select {chosen}", kinds)

    def _read(self, table: str, rows: Iterable[object], statement: str, columns: Mapping[str, str]) -> None:
        for lines in _portions(orjson.dumps(row, default=_plain) for row in rows):
            self._read_lines(table, lines, statement, columns)

    def _read_lines(self, table: str, lines: list[bytes], statement: str, columns: Mapping[str, str]) -> None:
        self._has[table] = True
        with tempfile.NamedTemporaryFile(dir=self._data_dir / "private", suffix=".ndjson") as file:
            file.write(b"\n".join(lines))
            file.flush()
            self._connection.execute(
                f"{statement} from read_json($path, format='newline_delimited', columns=$columns, "
                f"maximum_object_size={_MAX_OBJECT})",
                {"path": file.name, "columns": dict(columns)},
            )

    def _types(self, table: str) -> dict[str, str]:
        if table not in _TYPES:
            described = self._connection.execute(f"describe {table}").fetchall()
            _TYPES[table] = {str(name): str(kind) for name, kind, *_ in described}
        return _TYPES[table]

    def publish(self) -> None:
        """Let readers see what is committed: checkpoint, copy, replace."""
        self._connection.execute("checkpoint")
        private = self._data_dir / "private" / SNAPSHOT
        fresh = self._data_dir / f".{SNAPSHOT}.{os.getpid()}"
        clone(private, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(self._data_dir / SNAPSHOT)


@contextmanager
def open_store(data_dir: Path, now: datetime, wait_seconds: float = _WAIT_SECONDS) -> Iterator[Store]:
    """Open the writer's file, creating and migrating it as needed; one process at a time.

    Raises:
        StoreBusy: another process has been writing for longer than ``wait_seconds``.
        StoreNewer: the file was written by a newer writethru.
        StoreError: the file is no database, or the folder cannot be written.
    """
    with writer_lock(data_dir, wait_seconds):
        connection = _connect(data_dir / "private" / SNAPSHOT)
        try:
            is_changed = migrate(connection, now, str(data_dir / SNAPSHOT))
            store = Store(connection, data_dir)
            if is_changed or not (data_dir / SNAPSHOT).exists():
                store.publish()
            yield store
        finally:
            connection.close()


@contextmanager
def writer_lock(data_dir: Path, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    """Be the only writer for a while; the folder is made as needed. Not to be nested.

    Raises:
        StoreBusy: another process has been writing for longer than ``wait_seconds``.
        StoreError: the folder cannot be made.
    """
    private = data_dir / "private"
    _make_folder(private)
    lock = FileLock(private / "writer.lock")
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        message = f"{data_dir}: another writethru has been writing for {wait_seconds:.0f} s; try again when it has ended"
        raise StoreBusy(message) from error
    try:
        yield
    finally:
        lock.release()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be made ({error.strerror}); choose another --data-dir"
        raise StoreError(message) from error


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        if not path.exists():
            with duckdb.connect() as maker:
                maker.execute(f"attach '{quoted(path)}' as fresh (storage_version '{STORAGE}')")
        connection = duckdb.connect(str(path))
        connection.execute(
            f"set timezone = 'UTC'; set memory_limit = '{MEMORY}'; set dynamic_or_filter_threshold = {_INDEXED}"
        )
    except duckdb.Error as error:
        raise StoreError(_opening(path, error)) from error
    return connection


def _opening(path: Path, error: duckdb.Error) -> str:
    line = str(error).splitlines()[0]
    if "newer" in line or "version" in line:
        return f"{path}: written by a newer DuckDB or writethru ({line}); upgrade, nothing was changed"
    return f"{path}: cannot be opened as a database ({line})"


def quoted(path: Path) -> str:
    """A path between single quotes of a statement, where DuckDB takes no parameter."""
    return str(path).replace("'", "''")


@contextmanager
def open_snapshot(data_dir: Path, writes_to: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published snapshot, read-only and closed to files and network, in UTC.

    ``writes_to`` is the one folder that `copy_out` may write to: nothing else opens, and a user's own query
    never gets such a connection.

    Raises:
        NotFound: nothing was published in this data directory yet.
        StoreError: the file cannot be opened.
    """
    path = data_dir / SNAPSHOT
    if not path.exists():
        message = f"{path}: nothing is stored yet; start with `writethru run`, `import PATH` or `demo`"
        raise NotFound(message)
    try:
        connection = duckdb.connect(
            str(path),
            read_only=True,
            config={"enable_external_access": writes_to is not None, "autoload_known_extensions": False},
        )
    except duckdb.Error as error:
        raise StoreError(_opening(path, error)) from error
    try:
        connection.execute("set timezone = 'UTC'")
        if writes_to:
            connection.execute("set allowed_directories = $folders", {"folders": [f"{writes_to}{os.sep}"]})
            connection.execute("set enable_external_access = false")
        yield connection
    finally:
        connection.close()


def fetch(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> list[Row]:
    """Rows of a statement as dicts, times as aware UTC (DuckDB hands out pytz zones)."""
    cursor = connection.execute(sql, dict(parameters) if parameters else None)
    names = [str(column[0]) for column in cursor.description or ()]
    zoned = [n for n, column in enumerate(cursor.description or ()) if str(column[1]) == _ZONED]
    found: list[tuple[Any, ...]] = cursor.fetchall()
    if not zoned:
        return [dict(zip(names, row, strict=True)) for row in found]
    return [dict(zip(names, map(_utc, row), strict=True)) for row in found]


def stream(connection: duckdb.DuckDBPyConnection, sql: str, size: int = 1000) -> Iterator[Row]:
    """Rows of a statement one after the other, ``size`` of them in memory at a time."""
    cursor = connection.execute(sql)
    names = [str(column[0]) for column in cursor.description or ()]
    while batch := cursor.fetchmany(size):
        yield from (dict(zip(names, map(_utc, row), strict=True)) for row in batch)


def copy_out(connection: duckdb.DuckDBPyConnection, view: str, path: Path, options: str) -> int:
    """Write a view to a file below the folder the connection was opened for. -> rows written."""
    found = connection.execute(f"copy (from \"{view}\") to '{quoted(path)}' ({options})").fetchone()
    return int(found[0]) if found else 0


def hold_close(connection: duckdb.DuckDBPyConnection, views: Mapping[str, str]) -> None:
    """Copy rows of views (view → condition) to temporary tables of their names, for this connection only.

    A temporary table goes before the view: thousands of look-ups need not each join everything again.
    """
    catalog = SNAPSHOT.removesuffix(".duckdb")
    for view, condition in views.items():
        connection.execute(
            f'create temporary table "{view}" as select * from {catalog}.main."{view}" where {condition}'
        )


def digest_views(connection: duckdb.DuckDBPyConnection, views: Iterable[str]) -> dict[str, tuple[int, int]]:
    """View → (rows, a digest of them in any order); comparable within one process only."""
    found = {
        v: connection.execute(f'select count(*), bit_xor(hash(v)) from "{v}" as v').fetchall() for v in views
    }
    return {view: (int(rows), int(digest or 0)) for view, [(rows, digest)] in found.items()}


def named_query(name: str) -> str:
    """The text of a query in ``sql/queries``."""
    return _queries()[name]


def _bound(sql: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A statement and its parameters; a few keys are written into it: what they are compared with needs no join then."""
    told = dict(parameters)
    for name, value in parameters.items():
        asked = f"(select unnest(${name}::bigint[]))"
        if asked in sql and 0 < len(value) <= _WRITTEN_OUT:
            sql = sql.replace(asked, f"({', '.join(str(int(key)) for key in value)})")
            if f"${name}:" not in sql:
                del told[name]
    return sql, told


def _portions(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in portions of some megabytes: DuckDB takes nine times a file's size of memory to read it."""
    portion: list[bytes] = []
    size = 0
    for line in lines:
        portion.append(line)
        size += len(line)
        if size > _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _utc(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(str(type(value)))
