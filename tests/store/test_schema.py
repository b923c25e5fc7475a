"""Making and upgrading the tables: all or nothing, never by surprise, the same as the classes say."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, Thread

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Text, text
from sqlalchemy.exc import IntegrityError

from app.errors import StoreError, StoreUnreachableError, StoreVersionError
from app.store import Store, open_store
from app.store.database import Database
from app.store.schema import condition, revision_of, upgrade
from app.store.tables import REVISION, Base
from tests.store.postgres import drop_database, new_database
from tests.store.samples import everything, filled


def test_a_store_is_made_at_the_first_opening(empty_url: str) -> None:
    database = Database(empty_url)
    assert condition(database) == "absent"
    with pytest.raises(StoreVersionError, match="no store at"):
        open_store(empty_url, create=False)
    with open_store(empty_url) as store:
        assert store.edits.counts() == {}
    assert condition(database) == "current"
    upgrade(database)  # again does no harm
    assert revision_of(database) == REVISION
    database.close()


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert condition(Database(f"sqlite:///{tmp_path}/none.sqlite")) == "absent"
    assert list(tmp_path.iterdir()) == []


def test_migrations_make_the_tables_that_the_classes_describe(store: Store) -> None:
    with store.database.changing_tables() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_migration_that_copies_a_table_keeps_what_refers_to_it(store: Store) -> None:
    filled(store)
    before = everything(store)
    with store.database.changing_tables() as connection:
        change = Operations(MigrationContext.configure(connection))
        for table in ("edits", "makers"):
            with change.batch_alter_table(table, recreate="always" if store.database.is_sqlite else "auto") as batch:
                batch.add_column(Column("later", Text()))
    assert everything(store) == before
    if store.database.is_sqlite:
        with store.database.writing() as session, pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM makers"))  # references are watched again
    with store.database.changing_tables() as connection:
        for table in ("edits", "makers"):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN later"))


def test_a_migration_that_breaks_references_is_undone(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/store.sqlite") as store:
        filled(store)
        before = everything(store)
        with pytest.raises(StoreError, match="refer to rows"), store.database.changing_tables() as connection:
            connection.execute(text("DELETE FROM makers"))
        assert everything(store) == before


def test_a_user_without_rights_is_told_so(postgres: str) -> None:
    if "//store@" not in postgres:
        pytest.skip("a server of somebody else")
    url = new_database(postgres)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS somebody")
        connection.execute("CREATE ROLE somebody LOGIN")
    with pytest.raises(StoreUnreachableError, match="permission denied"):
        open_store(url.replace("//store@", "//somebody@"))
    drop_database(url, postgres)


def test_the_newest_migration_is_the_one_that_the_program_works_with() -> None:
    from app.store.schema import _scripts

    assert _scripts().get_heads() == [REVISION]


@pytest.mark.parametrize("revision", ["0000", "9999"])
def test_tables_of_a_newer_version_are_left_alone(revision: str, empty_url: str) -> None:
    database = Database(empty_url)
    upgrade(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    for refused in (lambda: open_store(empty_url), lambda: upgrade(database)):
        with pytest.raises(StoreVersionError, match="newer version"):
            refused()
    database.close()


def test_tables_of_an_older_version_are_upgraded_on_request_only(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.schema.REVISION", "9999")  # as it will be after the next migration
    with pytest.raises(StoreVersionError, match=r"older version.*db upgrade"):
        open_store(store_url)


def test_a_failed_upgrade_leaves_nothing(empty_url: str) -> None:
    database = Database(empty_url)
    if database.file is not None:
        database.file.parent.mkdir()
    with database.changing_tables() as connection:
        connection.execute(text("CREATE TABLE answers (of_somebody_else INTEGER)"))
    with pytest.raises(StoreError):
        upgrade(database)
    assert condition(database) == "absent"
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM answers")).scalar() == 0
        with pytest.raises(Exception, match="gists"):
            session.execute(text("SELECT count(*) FROM gists"))
    database.close()


def test_several_programs_may_open_a_new_store_at_once(empty_url: str) -> None:
    together, faults = Barrier(4), []

    def begin() -> None:
        together.wait()
        try:
            open_store(empty_url).close()
        except Exception as error:
            faults.append(error)

    threads = [Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file?mode=memory",
        "mysql://host/name",
        "postgresql://",
        "postgresql://user:secret-word@host:port/name",
    ],
)
def test_what_is_no_store_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(StoreUnreachableError) as refused:
        open_store(url)
    assert "secret-word" not in str(refused.value)


def test_a_store_that_cannot_be_reached_says_why(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database, but longer than the head of one would be" * 20, encoding="utf-8")
    with pytest.raises(StoreUnreachableError, match="not a database"):
        open_store(f"sqlite:///{other}")
    assert other.read_text(encoding="utf-8").startswith("not a database")
    with pytest.raises(StoreUnreachableError, match="cannot be used") as refused:
        open_store("postgresql://user:secret-word@127.0.0.1:1/name")
    assert "secret-word" not in str(refused.value)
    with pytest.raises(StoreUnreachableError):
        open_store(f"sqlite:///{tmp_path}")


def test_sqlite_keeps_what_it_confirmed(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/store.sqlite") as store, store.database.reading() as session:
        settings = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
