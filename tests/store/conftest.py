"""The tests of the store run on SQLite and, where a server is at hand, on PostgreSQL.

`INCOMES_TEST_POSTGRES` names a server to use (a URL of a database in which others may be made); without it one is
started, if Debian's package `postgresql` is installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Store, open_store
from app.store.database import Database
from app.store.schema import upgrade
from tests.store.postgres import drop_database, name_of, new_database, programs, running_server

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
def postgres_template(postgres: str) -> Iterator[str]:
    """The name of a database with the tables of a store in it."""
    url = new_database(postgres)
    database = Database(url)
    upgrade(database)
    database.close()
    yield name_of(url)
    drop_database(url, postgres)


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
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty store."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/store.sqlite"
        open_store(url).close()
        yield url
    else:
        server = request.getfixturevalue("postgres")
        url = new_database(server, request.getfixturevalue("postgres_template"))
        yield url
        drop_database(url, server)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, open."""
    with open_store(store_url) as opened:
        yield opened
