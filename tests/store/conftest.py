"""The tests of the store run on SQLite and, where a server is at hand, on PostgreSQL.

`INCOMES_TEST_POSTGRES` names a server to use (a URL of a database in which others may be made); without it one is
started, if Debian's package `postgresql` is installed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete

from app.store import Store, export_archive, open_store, passwords
from app.store.accounts import Accounts
from app.store.packing import packed
from app.store.tables import Base, GistRow
from tests.store.people import GOOD, Time
from tests.store.postgres import drop_database, new_database, programs, running_server
from tests.store.samples import LYON, MAKER, REFUND, everything, filled
from tests.tiny_models import tiny_model

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    given = os.environ.get("INCOMES_TEST_POSTGRES")
    if given:
        yield given
    elif programs() is None:
        pytest.skip("no PostgreSQL server: INCOMES_TEST_POSTGRES is not set, Debian's postgresql is not installed")
    else:
        with running_server() as url:
            yield url


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> Iterator[str]:
    """The URL of a PostgreSQL store, the same for all tests; empty it before use."""
    url = new_database(postgres)
    open_store(url).close()
    yield url
    drop_database(url, postgres)


def emptied(url: str) -> str:
    """The URL, once nothing is in the store any more."""
    with open_store(url) as store, store.database.writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: faster than making its tables each time."""
    path = tmp_path_factory.mktemp("template") / "store.sqlite"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A second, empty store; always SQLite."""
    shutil.copy(sqlite_template, tmp_path / "other.sqlite")
    with open_store(f"sqlite:///{tmp_path}/other.sqlite") as opened:
        yield opened


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/store.sqlite"
    else:
        server = request.getfixturevalue("postgres")
        url = new_database(server)
        yield url
        drop_database(url, server)


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store."""
    if request.param == "postgresql":
        return emptied(request.getfixturevalue("postgres_store"))
    shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "store.sqlite")
    return f"sqlite:///{tmp_path}/store.sqlite"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, open."""
    with open_store(store_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, Any]]:
    """An archive with something of everything and gists of a tiny model, and what the store held."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(sqlite_template, folder / "store.sqlite")
    with open_store(f"sqlite:///{folder}/store.sqlite") as store:
        filled(store)
        pool = tiny_model().compress([LYON, REFUND])
        with store.database.writing() as session:  # bytes that are no gist would not be taken in
            session.execute(delete(GistRow))
        store.gists.put(replace(MAKER, made_by=pool.made_by), [packed(gist) for gist in pool])
        export_archive(store, folder / "archive.zip", with_gists=True)
        return (folder / "archive.zip").read_bytes(), everything(store)


@pytest.fixture
def archive(made: tuple[bytes, dict[str, Any]], tmp_path: Path) -> Path:
    """The file of that archive."""
    path = tmp_path / "archive.zip"
    path.write_bytes(made[0])
    return path


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id as it is, with less work."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def accounts(store: Store, clock: Time, quick_hashes: None) -> Accounts:
    found = Accounts(store.database, clock)
    found.add("Ann", "administrator", password=GOOD, by="root")
    return found
