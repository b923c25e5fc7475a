"""A copy made while others write is of one moment, whole, and makes the same store again."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import BackupError
from app.store import Search, Store, open_store
from app.store.backup import back_up, check, restore
from app.store.database import Database
from tests.store.postgres import drop_database, new_database, programs
from tests.store.samples import edits, everything, filled


@pytest.fixture(autouse=True)
def postgres_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian keeps them beside the server."""
    folder = programs()
    if folder is not None and shutil.which("pg_dump") is None:
        monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.fixture
def fresh_url(store_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a store of the same kind can be made."""
    if store_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/again/store.sqlite"
    else:
        server = request.getfixturevalue("postgres")
        url = new_database(server)
        yield url
        drop_database(url, server)


def test_the_copy_makes_the_same_store_again(store: Store, fresh_url: str, tmp_path: Path) -> None:
    filled(store)
    copy = tmp_path / "copy"
    done = back_up(store, copy)
    assert done.bytes == copy.stat().st_size
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy"]
    found = restore(copy, fresh_url)
    assert found.sound and found.head == store.audit.head()
    with open_store(fresh_url, create=False) as again:
        assert everything(again) == everything(store)
    with pytest.raises(BackupError, match="already"):
        restore(copy, fresh_url)


def test_a_copy_while_others_write(store: Store, store_url: str, fresh_url: str, tmp_path: Path) -> None:
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        with open_store(store_url) as writer:
            step = 0
            while not stop.is_set():
                writer.edits.add(edits(*(f"Edit {step}-{number}." for number in range(20))), tags=["t"])
                step += 1
                begun.set()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert begun.wait(60)
        copy = tmp_path / "copy"
        back_up(store, copy)
    finally:
        stop.set()
        writing.join()
    assert restore(copy, fresh_url).sound
    with open_store(fresh_url, create=False) as again:
        page = again.edits.find(Search(tag="t", limit=None))
        assert 20 <= page.total <= store.edits.find().total
        assert page.total % 20 == 0, "half a change"
        assert again.audit.count() == page.total


def test_a_damaged_copy_is_refused(other: Store, tmp_path: Path) -> None:
    filled(other)
    copy = tmp_path / "copy"
    back_up(other, copy)
    assert check(copy).sound
    whole = copy.read_bytes()
    for damaged in (b"", b"not a store", whole[: len(whole) // 2], whole[:4096] + b"\xff" * 8192 + whole[12288:]):
        copy.write_bytes(damaged)
        with pytest.raises(BackupError):
            restore(copy, f"sqlite:///{tmp_path}/again.sqlite")
        assert not (tmp_path / "again.sqlite").exists()
    with pytest.raises(BackupError, match="cannot be written"):
        back_up(other, tmp_path / "none" / "copy")


def test_without_postgresqls_programs_the_command_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    store = Store(Database("postgresql://ann:secret@example.org/edits"))
    with pytest.raises(BackupError, match="pg_dump --format=custom") as refused:
        back_up(store, tmp_path / "copy")
    assert "secret" not in str(refused.value)
