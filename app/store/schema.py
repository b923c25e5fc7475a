"""The tables of a store: made, looked at, brought up to date. The steps between versions are in `migrations`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

from sqlalchemy import inspect

from app.errors import StoreVersionError
from app.store.database import Database
from app.store.tables import REVISION

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

Condition = Literal["absent", "current", "older", "newer"]
"""Of the tables, against what this version of the program works with."""

_ONE_UPGRADE = threading.Lock()
"""Alembic keeps what it is doing in its modules, once for the whole program."""


def condition(database: Database) -> Condition:
    """Looks, and changes nothing; not even an empty file is made.

    Raises:
        StoreUnreachableError: the database does not answer.
    """
    revision = revision_of(database)
    if revision is None:
        return "absent"
    if revision == REVISION:
        return "current"
    return "older" if revision in _known_revisions() else "newer"


def revision_of(database: Database) -> str | None:
    """The last migration that the store has been through; None where there is no store yet."""
    if database.file is not None and not database.file.exists():
        return None
    with database.reading() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def upgrade(database: Database) -> None:
    """Makes the tables, or brings them up to date: all of it or nothing. Does no harm where they are.

    Raises:
        StoreVersionError: a newer version of the program made them.
        StoreUnreachableError, StoreBusyError: the database does not answer, or is being written to.
    """
    require_not_newer(database)
    if database.file is not None:
        database.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    from alembic import command

    with _ONE_UPGRADE, database.changing_tables() as connection:
        settings = _alembic()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def require_current(database: Database) -> None:
    """Raises StoreVersionError where the tables are of another version than this program's, or not there."""
    require_not_newer(database)
    found = condition(database)
    if found == "absent":
        raise StoreVersionError(
            f"There is no store at {database.name} yet.", "", "Add an edit, or run `python -m app db upgrade`."
        )
    if found == "older":
        raise StoreVersionError(
            f"The store {database.name} was made by an older version of the workbench.",
            f"This version works with tables of revision {REVISION}; these are of {revision_of(database)}.",
            "Make a copy of it, then run `python -m app db upgrade`.",
        )


def require_not_newer(database: Database) -> None:
    """Raises StoreVersionError where a newer version of the program made the tables."""
    if condition(database) == "newer":
        raise StoreVersionError(
            f"The store {database.name} was made by a newer version of the workbench.",
            f"This version works with tables of revision {REVISION}; these are of {revision_of(database)}.",
            "Install the newer version of the workbench.",
        )


def _alembic() -> Config:
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", "app.store:migrations")
    settings.set_main_option("path_separator", "os")
    return settings


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_alembic())


def _known_revisions() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}
