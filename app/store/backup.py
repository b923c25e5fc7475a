"""A copy of a whole store in one file, made while others read and write, and a store made from such a copy.

SQLite: the online backup of the database itself; the copy is a store by itself. PostgreSQL: `pg_dump` and
`pg_restore`, which must be installed. Either copy is of one moment, and holds the keys of the audit chain: it is as
secret as the store, and what is erased from the store afterwards still stands in it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import BackupError
from app.store.audit.verify import Verified
from app.store.database import Database
from app.store.schema import condition, require_current
from app.store.store import Store, open_store

SQLITE_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True)
class BackedUp:
    """What was written."""

    bytes: int
    records: int | None
    """Audit records in the copy, verified; None where only its table of contents could be read."""


def back_up(store: Store, path: Path) -> BackedUp:
    """Copies the store at one moment: the whole file or none. The copy is checked before it has its name.

    Raises:
        BackupError: the place cannot be written to, the copy is not sound, or `pg_dump` is not installed.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        if store.database.is_sqlite:
            _copy_sqlite(store.database, partial)
            records = check(partial).records
        else:
            _run(dump_command(store.database, partial), store.database)
            _run(["pg_restore", "--list", str(partial)], store.database)
            records = None
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        size = partial.stat().st_size
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{path} cannot be written: {error}.", "", "Choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)
    return BackedUp(size, records)


def check(path: Path) -> Verified:
    """Opens a copy of a SQLite store and looks whether it is whole.

    Raises:
        BackupError: it is damaged, or its audit chain is not sound.
        StoreVersionError: another version of the program made it.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
                raise _damaged(path, "it is not the copy of a SQLite store")
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except (OSError, sqlite3.Error) as error:
        raise _damaged(path, str(error)) from error
    if said != ["ok"] or broken is not None:
        raise _damaged(path, said[0] if said != ["ok"] else "rows refer to rows that are not there")
    with _opened_copy(path) as copy:
        found = copy.audit.verify()
    if not found.sound:
        raise _damaged(path, f"its audit chain is not sound: {found.findings[0].said}")
    return found


def restore(path: Path, url: str) -> Verified:
    """Makes a store from a copy, where there is none yet, and verifies its audit chain.

    Raises:
        BackupError: the copy is damaged, there is a store already, or `pg_restore` is not installed.
    """
    database = Database(url)
    try:
        if condition(database) != "absent":
            raise BackupError(
                f"There is a store at {database.name} already.",
                "",
                "Name another place with --store; nothing was changed.",
            )
        if database.file is not None:
            check(path)
            database.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            partial = database.file.with_name(f".{database.file.name}.partial")
            shutil.copyfile(path, partial)
            partial.replace(database.file)
        else:
            _run(restore_command(database, path), database)
        require_current(database)
    finally:
        database.close()
    with open_store(url, create=False) as store:
        return store.audit.verify()


def dump_command(database: Database, path: Path) -> list[str]:
    """Copies a PostgreSQL store; the password is given in the variable PGPASSWORD."""
    return ["pg_dump", "--format=custom", "--no-owner", f"--file={path}", f"--dbname={_bare(database)}"]


def restore_command(database: Database, path: Path) -> list[str]:
    """Makes a PostgreSQL store from a copy, all of it or nothing; the database must be there, and empty."""
    options = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_bare(database)}"]
    return ["pg_restore", *options, str(path)]


def _copy_sqlite(database: Database, path: Path) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as copy, database.driver_connection() as source:
        source.backup(copy)  # in one step: of one moment, and writers need not wait for it
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _opened_copy(path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{path.absolute()}", create=False) as copy:
        yield copy
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # one file again


def _run(command: Sequence[str], database: Database) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(
            f"The program {command[0]} is not installed here.",
            "A PostgreSQL store is copied by PostgreSQL's own programs.",
            f"Install them (Debian: postgresql-client), or run where they are: {' '.join(command)}",
        )
    environment = dict(os.environ)
    if database.url.password is not None:
        environment["PGPASSWORD"] = str(database.url.password)
    done = subprocess.run([program, *command[1:]], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise BackupError(
            f"{command[0]} failed: {said[-1] if said else done.returncode}.", "", "Nothing was left behind; try again."
        )


def _bare(database: Database) -> str:
    """The URL for PostgreSQL's programs, without its password: others see command lines."""
    return database.url.set(drivername="postgresql", password=None).render_as_string()


def _damaged(path: Path, fault: str) -> BackupError:
    return BackupError(f"{path} is not a sound copy of a store: {fault}.", "", "Use another copy.")
