"""A program that changes a store without end, to be killed: `python -m tests.store.changing URL SEED FOLDER`.

Before each change it prints what it is going to do, after it that it is done. So whoever kills it knows all that was
confirmed, and the one change that may or may not have happened.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import count
from pathlib import Path
from typing import Any

from app.data import Edit
from app.store import Search, Seen, State, Store, export_archive, import_archive, open_store
from app.store.tombstones import is_erased
from tests.store.releasing import PINS
from tests.store.samples import ASKED, MAKER, fake_gist

Intent = dict[str, Any]


KINDS = (
    "add",
    "add",
    "submit",
    "approve",
    "change",
    "delete",
    "restore",
    "release",
    "promote",
    "erase",
    "gists",
    "answer",
    "import",
    "export",
)
OF_EDITS: dict[str, tuple[State, ...]] = {
    "approve": ("in-review",),
    "change": ("draft", "approved"),
    "delete": ("draft", "approved"),
    "restore": ("retired",),
    "erase": ("approved", "retired"),
}
"""Kinds of change that take edits in some of these states."""


def main(url: str, seed: str, folder: Path) -> None:
    chance = random.Random(seed)
    say({"opening": url})
    with open_store(url) as store:
        store.rules.set("answers", "full")
        for step in count():
            texts = [f"Edit {seed}-{step}-{number}." for number in range(chance.choice((1, 3, 30)))]
            kind = chance.choice(KINDS)
            intent: Intent = {"kind": kind, "texts": texts}
            if kind in OF_EDITS:
                intent["edits"] = some_edits(store, chance, OF_EDITS[kind])
            if kind == "release":
                intent["release"] = f"release-{seed}-{step}" if store.edits.active() else None
            if kind == "promote":
                intent["release"] = chance.choice([one.name for one in store.releases.all()] or [None])
            if kind == "import":
                write_archive(folder / "new.zip", folder / f"{seed}-{step}.sqlite", texts)
            say({"begin": intent})
            carry_out(store, intent, folder)
            say({"done": step})


def some_edits(store: Store, chance: random.Random, states: tuple[State, ...]) -> list[list[Any]]:
    """A few edits that there are and were not erased: id, version and text of each."""
    found = store.edits.find(Search(states=states, limit=40)).edits
    left = [edit for edit in found if not is_erased(edit.id, edit.text)]
    chosen = chance.sample(left, min(len(left), chance.choice((1, 5))))
    return [[edit.id, edit.version, edit.text] for edit in chosen]


def asked_about(text: str) -> str:
    """A question that does not repeat the text."""
    return text.replace("Edit", "Question")


def write_archive(path: Path, scratch: Path, texts: list[str]) -> None:
    """An archive of a store with these edits and an answer a text."""
    with open_store(f"sqlite:///{scratch}") as store:
        store.rules.set("answers", "full")
        store.edits.add([Edit(text, "", "en") for text in texts], tags=["imported"])
        for text in texts:
            store.answers.log(MAKER, **ASKED | {"question": asked_about(text)}, used=[])
        export_archive(store, path)


def carry_out(store: Store, intent: Intent, folder: Path) -> None:
    """One change of the store, in one transaction."""
    texts = intent["texts"]
    seen = [Seen(edit_id, version) for edit_id, version, _ in intent.get("edits", ())]
    match intent["kind"]:
        case "add":
            store.edits.add([Edit(text, "", "en") for text in texts], tags=["added"])
        case "submit":
            store.edits.add([Edit(text, "", "en") for text in texts], tags=["added"], state="in-review")
        case "approve":
            store.lifecycle.move("approve", seen)
        case "erase":
            store.erasure.edits([one.id for one in seen], reason="A random change.")
        case "release" if intent["release"]:
            store.releases.make(intent["release"], PINS)
        case "promote" if intent["release"]:
            store.aliases.move("candidate", intent["release"])
        case "change":
            for one in seen[:1]:
                store.edits.change(one, text=texts[0], tags=["changed"])
        case "delete":
            store.edits.retire(seen)
        case "restore":
            store.edits.restore(seen)
        case "gists":
            store.gists.put(MAKER, [fake_gist(text) for text in texts])
        case "answer":
            store.answers.log(MAKER, **ASKED | {"question": asked_about(texts[0])}, used=[])
        case "import":
            import_archive(store, folder / "new.zip", most_bytes=10**8)
        case "export":
            export_archive(store, folder / "all.zip", with_gists=True)


def say(what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the parent process reads it


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
