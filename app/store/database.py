"""One database, SQLite or PostgreSQL, with transactions that mean the same on both.

Reading sees one moment of the store, whatever others write meanwhile. Writers take turns: each sees all that was
written before it, so that looking and then writing is one step and nothing is overwritten unseen. When `writing`
has been left without an error, the change is on disk: neither a crash of the program nor of the machine loses it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from sqlalchemy.orm import Session

from app.errors import StoreBusyError, StoreError, StoreUnreachableError
from app.store.viewer import VIEWER, Viewer

PATIENCE_SECONDS = 20
"""How long a writer waits for its turn."""

LOCK_NOT_AVAILABLE, NO_PRIVILEGE = "55P03", "42501"
"""Codes of PostgreSQL."""

WRITERS_TURN = 0x1C0E5
"""The advisory lock that writers of one PostgreSQL database hold in turn."""

_POOL: dict[str, Any] = {"pool_size": 5, "max_overflow": 35, "pool_timeout": PATIENCE_SECONDS}
"""Connections: a few are kept, more are opened for as many threads as serve a page at once."""

KINDS = "sqlite:///FOLDER/FILE or postgresql://USER:PASSWORD@HOST/DATABASE"


class Database:
    """The connections to one store.

    Args:
        url: where it is.

    Raises:
        StoreUnreachableError: not the URL of a SQLite file or a PostgreSQL database.
    """

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        reading: dict[str, Any] = (
            {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        self._reading = self._engine.execution_options(**reading)
        self._writing = self._engine.execution_options(writes=True)
        self._told: dict[str, Viewer] = {}
        """What its sessions know of who looks."""

    @cached_property
    def name(self) -> str:
        """The URL without its password, for people."""
        return self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite store."""
        return Path(self.url.database or "") if self.is_sqlite else None

    def __repr__(self) -> str:
        return f"Database({self.name!r})"

    def seen_by(self, viewer: Viewer) -> Database:
        """The same connections, for somebody from whom confidential edits may be hidden."""
        seen = copy(self)
        seen._told = {} if viewer.sees_confidential else {VIEWER: viewer}
        return seen

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the store.

        Raises:
            StoreUnreachableError, StoreError: the database does not answer, or not as it should.
        """
        with self._explained_errors(), Session(self._reading, info=self._told) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in which everything is written or, after an error, nothing. Writers take turns.

        Raises:
            StoreBusyError: another writer has been at it for too long.
            StoreUnreachableError, StoreError: the database does not answer, or not as it should.
        """
        with self._explained_errors(), Session(self._writing, info=self._told) as session, session.begin():
            self._take_turn(session.connection())
            yield session

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """A connection on which tables are made and changed, all of it or nothing."""
        with (
            self._explained_errors(),
            self._writing.connect() as connection,
            self._references_unwatched(connection),
            connection.begin(),
        ):
            self._take_turn(connection)
            yield connection
            self._require_sound_references(connection)

    @contextmanager
    def driver_connection(self) -> Iterator[Any]:
        """The driver's own connection, outside of any transaction: for what cannot be done in one.

        Raises:
            StoreBusyError, StoreUnreachableError, StoreError: as `writing` does.
        """
        with self._explained_errors(), self._writing.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if not self.is_sqlite:
                driver.autocommit = True
            try:
                with self._explained_driver_errors():
                    yield driver
            finally:
                if not self.is_sqlite:
                    driver.autocommit = False

    @contextmanager
    def _explained_driver_errors(self) -> Iterator[None]:
        """What the driver raises by itself, as SQLAlchemy would have raised it."""
        try:
            yield
        except (sqlite3.Error, psycopg.Error) as error:
            kind = (
                OperationalError
                if isinstance(error, (sqlite3.OperationalError, psycopg.OperationalError))
                else DBAPIError
            )
            raise kind("", None, error) from error

    def close(self) -> None:
        """Closes all connections; the next use opens new ones."""
        self._engine.dispose()

    def _take_turn(self, connection: Connection) -> None:
        if not self.is_sqlite:  # SQLite: BEGIN IMMEDIATE has waited already
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": WRITERS_TURN})

    @contextmanager
    def _references_unwatched(self, connection: Connection) -> Iterator[None]:
        """SQLite changes a table by copying it and dropping the old one: what refers to it must not go with it."""
        if not self.is_sqlite:
            yield
            return
        driver: Any = connection.connection.driver_connection  # the setting has no effect inside a transaction
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            driver.execute("PRAGMA foreign_keys = ON")

    def _require_sound_references(self, connection: Connection) -> None:
        if self.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise StoreError(
                f"Some rows of {self.name} refer to rows that are not there.",
                "",
                "Nothing was changed. Restore the last good copy, or export from it and import into a new store.",
            )

    @contextmanager
    def _explained_errors(self) -> Iterator[None]:
        """What the database's driver raises, in sentences."""
        try:
            yield
        except NoFreeConnectionError as error:
            raise self._busy() from error
        except DBAPIError as error:
            raise self._explained(error) from error

    def _busy(self) -> StoreBusyError:
        return StoreBusyError(
            f"{self.name} has been in use by others for more than {PATIENCE_SECONDS} seconds.",
            "One change is written at a time.",
            "Nothing of this change was written. Try again in a moment.",
        )

    def _explained(self, error: DBAPIError) -> StoreError:
        reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        if "database is locked" in reason or _code_of(error) == LOCK_NOT_AVAILABLE:
            return self._busy()
        if _is_unreachable(error, reason):
            return StoreUnreachableError(
                f"The store {self.name} cannot be used: {reason}.",
                f"A store is {KINDS}.",
                "Check the URL (--store or INCOMES_STORE), the server, the rights of its file, and the space on its "
                "disk.",
            )
        return StoreError(f"The store {self.name} refused: {reason}.", "", "Nothing was changed. Please report this.")


def _is_unreachable(error: DBAPIError, reason: str) -> bool:
    return (
        isinstance(error, OperationalError | InterfaceError)
        or _code_of(error) == NO_PRIVILEGE
        or "not a database" in reason
    )


def _code_of(error: DBAPIError) -> str | None:
    """PostgreSQL's code of an error, the same in every language of the server."""
    return getattr(error.orig, "sqlstate", None)


def _parsed(url: str) -> URL:
    """Raises StoreUnreachableError for anything but a SQLite file or a PostgreSQL database."""
    unknown = StoreUnreachableError(
        "That is not the URL of a store.", f"A store is {KINDS}.", "Correct --store, or the variable INCOMES_STORE."
    )
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise unknown from None
    backend = parsed.drivername.split("+")[0]
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:" and not parsed.query:
        return parsed.set(drivername="sqlite", database=str(Path(parsed.database).expanduser().absolute()))
    if backend in ("postgresql", "postgres") and parsed.database:
        return parsed.set(drivername="postgresql+psycopg")
    raise unknown


def _sqlite(url: URL) -> Engine:
    """Readers and writer side by side (WAL), a change on disk before it is confirmed (FULL)."""
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS}, **_POOL)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where `begin` below says so, and only there
        _use_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Where several begin with a new file at once, SQLite refuses this at once instead of waiting: so we wait."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _postgresql(url: URL) -> Engine:
    return create_engine(url, connect_args={"connect_timeout": PATIENCE_SECONDS}, pool_pre_ping=True, **_POOL)
