"""The program is killed (SIGKILL) at random moments: nothing that was confirmed is lost, nothing is half done.

`INCOMES_TEST_KILLS=200 python -m pytest tests/store/test_kills.py --timeout 7200` does it as often as it should be
done before a release; without the variable it is done a few times.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.config import ROOT
from app.store import Store, open_store
from app.store.audit import Head
from app.store.database import Database
from app.store.schema import condition
from app.store.tables import Base
from app.store.tombstones import tombstone
from app.store.values import content_id
from tests.store.changing import Intent, asked_about
from tests.store.postgres import wait_until_alone
from tests.store.samples import everything

KILLS = int(os.environ.get("INCOMES_TEST_KILLS", "10"))
LONGEST_SECONDS = 0.4
"""From the first confirmed change to the kill, at most."""


@dataclass(frozen=True)
class Held:
    """All that a store should hold: edits as text → state, version and tags; contents of gists; questions; releases."""

    edits: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=dict)
    gists: frozenset[str] = frozenset()
    questions: tuple[str, ...] = ()
    releases: frozenset[str] = frozenset()
    candidate: str | None = None
    """Where that alias stands."""

    def after(self, intent: Intent) -> Held:
        """What it holds when that has been done."""
        texts, edits = intent["texts"], dict(self.edits)
        chosen = [known for _, _, known in intent.get("edits", ())]
        match intent["kind"]:
            case "add":
                return replace(self, edits=edits | dict.fromkeys(texts, ("approved", 1, ("added",))))
            case "submit":
                return replace(self, edits=edits | dict.fromkeys(texts, ("in-review", 1, ("added",))))
            case "approve":
                return replace(
                    self, edits=edits | {one: ("approved", edits[one][1] + 1, edits[one][2]) for one in chosen}
                )
            case "erase":
                gone = {tombstone(i): ("retired", edits.pop(one)[1] + 1, ()) for i, _, one in intent["edits"]}
                return replace(self, edits=edits | gone)
            case "release" if intent["release"]:
                return replace(self, releases=self.releases | {intent["release"]})
            case "promote" if intent["release"]:
                return replace(self, candidate=intent["release"])
            case "import":
                new = dict.fromkeys(texts, ("approved", 1, ("imported",)))
                return replace(self, edits=edits | new, questions=self.questions + tuple(map(asked_about, texts)))
            case "change" if chosen:
                state, version, _ = edits.pop(chosen[0])
                return replace(self, edits=edits | {texts[0]: (state, version + 1, ("changed",))})
            case "delete" | "restore" as kind:
                state = "retired" if kind == "delete" else "approved"
                return replace(self, edits=edits | {one: (state, edits[one][1] + 1, edits[one][2]) for one in chosen})
            case "gists":
                return replace(self, gists=self.gists | {content_id(one) for one in texts})
            case "answer":
                return replace(self, questions=(*self.questions, asked_about(texts[0])))
        return self

    @classmethod
    def of(cls, store: Store) -> Held:
        found = everything(store)
        return cls(
            {edit.text: (edit.state, edit.version, edit.tags) for edit in found["edits"]},
            frozenset(content for _, content, _, _ in found["gists"]),
            tuple(answer.question for answer in reversed(found["answers"])),
            frozenset(release.name for release in store.releases.all()),
            None if (move := store.aliases.at("candidate")) is None else move.release_name,
        )


def killed(url: str, seed: str, folder: Path, *, after: str, seconds: float) -> list[dict[str, Any]]:
    """What the program said that was killed so long after it first said `after`."""
    command = [sys.executable, "-m", "tests.store.changing", url, seed, str(folder)]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with program:
        assert program.stdout is not None
        said = []
        for line in program.stdout:
            said.append(line)
            if after in json.loads(line):
                break
        time.sleep(seconds)
        program.send_signal(signal.SIGKILL)
        said += program.stdout.readlines()
    assert program.returncode == -signal.SIGKILL, "it ended by itself"
    if url.startswith("postgresql"):
        wait_until_alone(url)
    return [json.loads(line) for line in said if line.endswith("\n")]


def require_sound(store: Store, folder: Path, heads: list[Head]) -> None:
    """The audit chain, the database's own checks, and those of the archive that was being written."""
    found = store.audit.verify(heads)
    assert found.sound, found.findings
    heads.append(store.audit.head())
    if store.database.is_sqlite:
        with store.database.reading() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    if (folder / "all.zip").exists():
        with zipfile.ZipFile(folder / "all.zip") as archive:
            assert archive.testzip() is None


def test_killed_while_changing(store_url: str, tmp_path: Path) -> None:
    chance = random.Random(7)
    held, confirmed, pending_seen = Held(), 0, 0
    heads: list[Head] = []
    for number in range(KILLS):
        said = killed(store_url, str(number), tmp_path, after="done", seconds=chance.uniform(0, LONGEST_SECONDS))
        intents = [line["begin"] for line in said if "begin" in line]
        done = sum("done" in line for line in said)
        for intent in intents[:done]:
            held = held.after(intent)
        possible = [held, *(held.after(intent) for intent in intents[done:])]
        assert len(possible) <= 2
        with open_store(store_url, create=False) as store:
            found = Held.of(store)
            require_sound(store, tmp_path, heads)
        assert found in possible, f"after kill {number + 1}, {done} changes confirmed, then {intents[done:]}"
        held, confirmed, pending_seen = found, confirmed + done, pending_seen + len(possible) - 1
    assert confirmed >= KILLS
    print(f"{KILLS} kills, {confirmed} confirmed changes, {pending_seen} kills in the midst of one")  # noqa: T201 - the figure that a person wants to see


def test_killed_while_the_store_is_made(empty_url: str, tmp_path: Path) -> None:
    chance = random.Random(8)
    for number in range(max(KILLS // 4, 2)):
        killed(empty_url, str(number), tmp_path, after="opening", seconds=chance.uniform(0, LONGEST_SECONDS))
        database = Database(empty_url)
        assert condition(database) in ("absent", "current")
        with open_store(empty_url) as store:
            everything(store)
            with store.database.changing_tables() as connection:
                Base.metadata.drop_all(connection)
                connection.execute(text("DROP TABLE alembic_version"))
        database.close()
