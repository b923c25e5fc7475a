"""Files of a database without what was deleted from it.

A database that has deleted something has not yet forgotten it: it stands in free pages, in dead rows, in the log.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from app.errors import StoreBusyError
from app.store import database as patience
from app.store.database import Database


def purge(database: Database, tables: Iterable[str]) -> None:
    """Writes the database's files anew, without anything that is no longer in it. Does no harm when repeated.

    SQLite: the whole file, and its write-ahead log is emptied. PostgreSQL: these tables, and the values of columns that
    the server notes to plan queries, where this user owns the database; what the server's own log and backups hold
    stays there until they are recycled.

    Raises:
        StoreBusyError: somebody has been reading for too long; what was to be forgotten still stands in the files.
    """
    if database.is_sqlite:
        with database.driver_connection() as connection:
            _empty_log(database, connection)
            connection.execute("VACUUM")
            _empty_log(database, connection)
    else:
        with database.driver_connection() as connection:
            connection.execute(f"SET lock_timeout = '{patience.PATIENCE_SECONDS}s'")
            try:
                for table in tables:
                    connection.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
                connection.execute("VACUUM FULL pg_catalog.pg_statistic")
            finally:
                connection.execute("RESET lock_timeout")


def _empty_log(database: Database, connection: object) -> None:
    """Until nobody reads from the write-ahead log any more."""
    end = time.monotonic() + patience.PATIENCE_SECONDS
    while True:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[attr-defined]  # DBAPI: untyped
        if not busy:
            return
        if time.monotonic() > end:
            raise StoreBusyError(
                f"{database.name} has been read by others for more than {patience.PATIENCE_SECONDS} seconds.",
                "What was erased is out of the tables, and still in the file.",
                "Repeat the command in a moment.",
            )
        time.sleep(0.05)
