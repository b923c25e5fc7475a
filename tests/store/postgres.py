"""A PostgreSQL server of our own for the tests: started in a temporary folder on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

PATIENCE_SECONDS = 60
FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40", "listen_addresses=127.0.0.1")
"""For the tests of the program; what survives a crash of the server itself is PostgreSQL's own promise."""


def programs() -> Path | None:
    """The folder of the newest server installed here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_server(settings: Sequence[str] = FAST) -> Iterator[str]:
    """The URL of a database in which others can be made."""
    folder = programs()
    assert folder is not None, "no PostgreSQL server is installed"
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    port = _free_port()
    user = _ordinary_user()
    try:
        if user:
            shutil.chown(place, user)
        data = place / "data"
        initdb: list[str | Path] = [
            folder / "initdb",
            "-D",
            data,
            "-U",
            "store",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        subprocess.run([*_as(user), *initdb], check=True, cwd="/", capture_output=True)
        options = [part for setting in settings for part in ("-c", setting)]
        command: list[str | Path] = [
            *_as(user),
            folder / "postgres",
            "-D",
            data,
            "-p",
            str(port),
            "-k",
            place,
            *options,
        ]
        server = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"postgresql://store@127.0.0.1:{port}/postgres"
            _wait_for(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
            server.wait(PATIENCE_SECONDS)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def new_database(server: str) -> str:
    """The URL of a fresh database on that server."""
    name = f"store_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def drop_database(url: str, server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


def wait_until_alone(url: str) -> None:
    """Until the server has noticed that a client was killed, and has finished or undone what it was doing for it."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    )
    end = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while (row := connection.execute(others).fetchone()) and row[0]:
            assert time.monotonic() < end, "the server still works for the killed client"
            time.sleep(0.01)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None and time.monotonic() < end, "the PostgreSQL server did not start"
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _ordinary_user() -> str:
    """PostgreSQL refuses to run as root; its package brings a user."""
    return "postgres" if os.geteuid() == 0 else ""


def _as(user: str) -> list[str]:
    if not user:
        return []
    entry = pwd.getpwnam(user)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups", "--"]
