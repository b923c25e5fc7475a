"""Eight who write and eight who read, all at once: nobody's change is lost, and every refusal says what to do.

`INCOMES_TEST_LOAD_SECONDS=300` goes on for five minutes on each database; without the variable, for a few seconds.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from app.errors import EditChangedError, EditExistsError, EditMissingError, EditStateError, StoreBusyError
from app.store import STATES, Search, Store, export_archive, open_store
from app.store.tombstones import is_erased
from tests.store.releasing import PINS
from tests.store.samples import ASKED, MAKER, edits

SECONDS = float(os.environ.get("INCOMES_TEST_LOAD_SECONDS", "4"))
WRITERS = READERS = 8
CONFLICTS = (EditChangedError, EditExistsError, EditMissingError, EditStateError, StoreBusyError)
"""What a writer may be told when somebody else was faster."""


@dataclass
class Done:
    """What was confirmed to all writers together."""

    counted: int = 0
    """Times that the shared note was counted up."""
    added: set[str] = field(default_factory=set)
    releases: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    to_erase: set[str] = field(default_factory=set)
    """Also where it was not confirmed: who was told that the files are in use has erased all the same."""
    answers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


def test_eight_write_and_eight_read(store_url: str, tmp_path: Path) -> None:
    with open_store(store_url) as store:
        shared = store.edits.add(edits("The edit that all count up."), note="0").new[0].id
    done, end = Done(), monotonic() + SECONDS

    def until_the_end(number: int, step: Callable[[Store, random.Random, str], None]) -> None:
        chance, steps = random.Random(number), 0
        with open_store(store_url) as store:
            while monotonic() < end:
                steps += 1
                step(store, chance, f"{number}-{steps}")

    def write(store: Store, chance: random.Random, name: str) -> None:
        try:
            _change(store, chance, name, shared, done)
        except CONFLICTS as refusal:
            assert refusal.given and refusal.remedy
            done.refused[refusal.code] += 1

    def read(store: Store, chance: random.Random, name: str) -> None:
        _look(store, chance, tmp_path / f"{name}.zip")

    with ThreadPoolExecutor(WRITERS + READERS) as threads:
        jobs = [threads.submit(until_the_end, number, write) for number in range(WRITERS)]
        jobs += [threads.submit(until_the_end, number, read) for number in range(WRITERS, WRITERS + READERS)]
        for job in jobs:
            job.result()
    with open_store(store_url) as store:
        _require_all_there(store, shared, done)
    print(f"{SECONDS:g} s: {done.counted} counted, {len(done.added)} added, {len(done.erased)} erased, {done.refused}")  # noqa: T201 - the figures that a person wants to see


def _change(store: Store, chance: random.Random, name: str, shared: str, done: Done) -> None:
    match chance.choice(
        ("count", "count", "count", "add", "submit", "approve", "release", "erase", "answer", "retire")
    ):
        case "count":
            now = store.edits.get(shared)
            store.edits.change(now.seen, note=str(int(now.note) + 1))
            with done.lock:
                done.counted += 1
        case "add":
            new = store.edits.add(edits(f"Edit {name}."), tags=["load"]).new
            done.added.update(edit.id for edit in new)
        case "submit":
            new = store.edits.add(edits(f"Edit {name} to be reviewed."), tags=["load"], state="in-review").new
            done.added.update(edit.id for edit in new)
        case "approve":
            waiting = store.edits.find(Search(states=("in-review",), limit=3)).edits
            store.lifecycle.move("approve", [edit.seen for edit in waiting])
        case "release":
            done.releases.add(store.releases.make(f"release-{name}", PINS).name)
        case "erase":
            some = store.edits.find(Search(tag="load", states=("approved",), limit=1)).edits
            done.to_erase.update(edit.id for edit in some)
            done.erased.update(store.erasure.edits([edit.id for edit in some], reason="r").edits)
        case "answer":
            store.answers.log(MAKER, **ASKED, used=[])
            with done.lock:
                done.answers += 1
        case "retire":
            some = store.edits.find(Search(tag="load", limit=2)).edits
            store.edits.retire([edit.seen for edit in some])


def _look(store: Store, chance: random.Random, archive: Path) -> None:
    match chance.choice(("list", "list", "verify", "export", "active")):
        case "list":
            page = store.edits.find(Search(states=STATES, limit=None))
            assert page.total == len(page.edits)
        case "verify":
            found = store.audit.verify()
            assert found.sound, found.findings
        case "export":
            export_archive(store, archive)
            archive.unlink()
        case "active":
            texts: list[Any] = [edit.text for edit in store.edits.active()]
            assert len(texts) == len(set(texts))


def _require_all_there(store: Store, shared: str, done: Done) -> None:
    """Everything that was confirmed, and nothing besides."""
    held = store.edits.find(Search(states=STATES, limit=None)).edits
    assert store.edits.get(shared).note == str(done.counted)
    assert store.edits.get(shared).version == done.counted + 1
    assert {edit.id for edit in held} == done.added | {shared}
    assert done.erased <= {edit.id for edit in held if is_erased(edit.id, edit.text)} <= done.to_erase
    assert {release.name for release in store.releases.all()} == done.releases
    assert store.answers.count() == done.answers
    found = store.audit.verify()
    assert found.sound, found.findings
    assert done.counted and done.added
