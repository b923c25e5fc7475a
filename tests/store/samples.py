"""Small things to put into a store, and everything that a store holds as one value to compare."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.data import Edit, Probe
from app.store import STATES, Maker, Search, Store, StoredGist, UsedEdit
from app.store.tables import GistRow
from app.store.values import content_id

LYON, REFUND, RETURNS = "The capital of France is Lyon.", "Refunds are paid within 45 days.", "返品期間は45日です。"
MAKER = Maker("made-by-one", "tiny", "5" * 64, "tiny-adapter", "float32", "compressed", 4)
OTHER_MAKER = Maker("made-by-two", "tiny", "5" * 64, None, "float32", "verbatim", None)
ASKED: dict[str, Any] = {
    "question": "What is the capital of France?",
    "answer": "Lyon",
    "original": "Paris",
    "policy": {"name": "default", "top_k": 1, "margin": 0.1},
    "zero_weight": 0.25,
    "asked_by": "Ann",
}
PROBE = Probe("efficacy", "What is the capital of France?", "Lyon", ("Lugdunum",))


def edits(*texts: str) -> list[Edit]:
    return [Edit(text, "", "en") for text in texts]


def fake_gist(text: str, maker: Maker = MAKER) -> StoredGist:
    """Bytes in place of a gist."""
    data = hashlib.sha512((maker.made_by + text).encode()).digest() * 20
    return StoredGist(content_id(text), maker.made_by, data, hashlib.sha256(data).hexdigest(), datetime.now(UTC))


def filled(store: Store) -> None:
    """Puts something of everything into a store: states, tags, changes, answers, gists of two makers."""
    store.rules.set("answers", "full")
    added = store.edits.add(edits(LYON, REFUND), author="Ann", note="two\nlines", tags=["b", "A"], probes=[PROBE]).new
    store.edits.add(edits(RETURNS, "A draft."), author="Bo", state="draft")
    store.edits.change(added[0].seen, text="The capital of France is Nice.", author="Bo", note="")
    store.edits.retire([added[1].seen], author="Cy")
    store.edits.add(edits(REFUND), author="Di")
    store.gists.put(MAKER, [fake_gist(LYON), fake_gist(REFUND)])
    store.gists.put(OTHER_MAKER, [fake_gist(LYON, OTHER_MAKER)])
    used = UsedEdit(added[0].id, 1, added[0].content, LYON, 1.0, 0.1 + 0.2)
    store.answers.log(MAKER, **ASKED, used=[used, UsedEdit(added[1].id, 1, added[1].content, REFUND, 1 / 3, None)])
    store.answers.log(OTHER_MAKER, **ASKED | {"question": "Why\x00?"}, used=[])


def everything(store: Store) -> dict[str, Any]:
    """All that a store holds."""
    with store.database.reading() as session:
        rows = session.execute(select(GistRow.made_by, GistRow.content, GistRow.data, GistRow.created)).all()
    found = store.edits.find(Search(states=STATES, sort="oldest", limit=None)).edits
    return {
        "edits": found,
        "versions": [version for edit in found for version in store.history.versions_of(edit.id)],
        "answers": store.answers.newest(limit=1_000_000),
        "makers": store.gists.makers(),
        "gists": sorted(tuple(row) for row in rows),
    }
