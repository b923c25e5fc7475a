"""Stores of earlier versions, with data in them, brought up to date: on both databases nothing is lost or made up."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from app.errors import EditExistsError
from app.store import STATES, Search, Terms, open_store
from app.store.audit.sealing import unseal
from app.store.database import Database
from app.store.schema import _alembic, condition, upgrade
from app.store.tables import AuditKeyRow, AuditRow
from tests.store.samples import LYON, PROBE, REFUND, RETURNS, edits

WHEN = datetime(2026, 2, 3, 4, 5, 6, 789012, tzinfo=UTC)
MAKER = "made-by-one"

EDITS: list[dict[str, Any]] = [
    {"id": "a" * 32, "text": LYON, "state": "active", "restores_to": None, "version": 3},
    {"id": "b" * 32, "text": REFUND, "state": "deleted", "restores_to": "active", "version": 2},
    {"id": "c" * 32, "text": "Forgotten.", "state": "deleted", "restores_to": "draft", "version": 5},
    {"id": "d" * 32, "text": RETURNS, "state": "draft", "restores_to": None, "version": 1},
    {"id": "e" * 32, "text": REFUND, "state": "active", "restores_to": None, "version": 1},
]
"""As revision 0001 has them: an edit deleted and added again has its text twice."""


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def upgrade_to(database: Database, revision: str) -> None:
    with database.changing_tables() as connection:
        settings = _alembic()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def at_revision_1(url: str) -> Database:
    """A store with the tables of revision 0001, filled by SQL of that time."""
    database = Database(url)
    if database.file is not None:
        database.file.parent.mkdir(parents=True)
    upgrade_to(database, "0001")
    moment = WHEN.isoformat(sep=" ").removesuffix("+00:00") if database.is_sqlite else WHEN.isoformat()
    probes = json.dumps([{"kind": PROBE.kind, "question": PROBE.question, "target": PROBE.target, "aliases": ["L"]}])
    with database.writing() as session:
        for edit in EDITS:
            beside = {"content": sha256(edit["text"]), "folded": edit["text"].casefold(), "moment": moment}
            session.execute(
                text(
                    "INSERT INTO edits (id, content, text, folded, note, author, created, changed, changed_by,"
                    " state, restores_to, language, probes, version) VALUES (:id, :content, :text, :folded,"
                    " 'n', 'Ann', :moment, :moment, 'Bo', :state, :restores_to, 'en', :probes, :version)"
                ),
                edit | beside | {"probes": probes},
            )
        for tag in ("z", "ä", "A"):
            session.execute(text("INSERT INTO tags (edit, tag) VALUES (:edit, :tag)"), {"edit": "a" * 32, "tag": tag})
        session.execute(
            text(
                "INSERT INTO makers (made_by, backbone, backbone_fingerprint, adapter, precision, memory, slots)"
                " VALUES (:maker, 'tiny', 'f', NULL, 'float32', 'compressed', 4)"
            ),
            {"maker": MAKER},
        )
        session.execute(
            text("INSERT INTO gists (content, made_by, data, checksum, created) VALUES (:c, :m, :d, :s, :w)"),
            {"c": sha256(LYON), "m": MAKER, "d": b"gist", "s": hashlib.sha256(b"gist").hexdigest(), "w": moment},
        )
        session.execute(
            text(
                "INSERT INTO answers (id, asked, asked_by, question, answer, original, policy, zero_weight,"
                " made_by) VALUES (:id, :w, 'Cy', 'Q?', 'A', 'O', '{}', 0.25, :m)"
            ),
            {"id": "9" * 32, "w": moment, "m": MAKER},
        )
        session.execute(
            text(
                "INSERT INTO used_edits (answer, position, edit, version, content, text, weight, mass)"
                " VALUES (:answer, 0, :edit, 2, :content, :text, 1.0, NULL)"
            ),
            {"answer": "9" * 32, "edit": "a" * 32, "content": sha256(LYON), "text": LYON},
        )
    return database


@pytest.mark.parametrize("on_the_way", ["0001", "0002"])
def test_everything_of_revision_1_is_there_after_the_upgrade(empty_url: str, on_the_way: str) -> None:
    database = at_revision_1(empty_url)
    upgrade_to(database, on_the_way)
    assert condition(database) == "older"
    upgrade(database)
    database.close()
    with open_store(empty_url, create=False) as store:
        found = store.edits.find(Search(states=STATES, sort="oldest", limit=None)).edits
        assert [(edit.id, edit.text, edit.state, edit.restores_to, edit.version, edit.acting) for edit in found] == [
            ("a" * 32, LYON, "approved", None, 3, 3),
            ("b" * 32, REFUND, "retired", "approved", 2, None),
            ("c" * 32, "Forgotten.", "retired", "draft", 5, None),
            ("d" * 32, RETURNS, "draft", None, 1, None),
            ("e" * 32, REFUND, "approved", None, 1, 1),
        ]
        first = found[0]
        assert (first.note, first.author, first.changed_by, first.created, first.terms, first.reason) == (
            "n", "Ann", "Bo", WHEN, Terms(), "",
        )  # fmt: skip
        assert first.tags == ("A", "z", "ä") and first.probes[0].aliases == ("L",)
        assert [edit.text for edit in store.edits.active()] == [LYON, REFUND]
        assert store.edits.tags() == {"A": 1, "z": 1, "ä": 1}
        assert [store.history.versions_of(edit.id) for edit in found[:1]] == [(first,)]
        assert [one.text for one in store.history.as_of(WHEN, WHEN)] == [LYON, REFUND]
        assert store.history.as_of(WHEN, WHEN - timedelta(microseconds=1)) == ()
        assert [gist.data for gist in store.gists.get(MAKER, [sha256(LYON)])] == [b"gist"]
        answer = store.answers.newest()[0]
        assert (answer.question, answer.used[0].edit, answer.release, answer.asked) == ("Q?", "a" * 32, None, WHEN)


def test_what_was_there_before_goes_on_living(empty_url: str) -> None:
    database = at_revision_1(empty_url)
    upgrade(database)
    database.close()
    with open_store(empty_url, create=False) as store:
        first = store.edits.get("a" * 32)
        draft = store.edits.change(first.seen, text="The capital of France is Nice.", state="draft", author="Di")
        review = store.lifecycle.move("submit", [draft.seen], author="Di")[0]
        done = store.lifecycle.move("approve", [review.seen], author="Ed")[0]
        assert [one.version for one in store.history.versions_of(first.id)] == [3, 4, 5, 6]
        assert (done.version, done.acting) == (6, 6)
        assert store.lifecycle.move("restore", [store.edits.get("c" * 32).seen])[0].state == "draft"
        gone = store.edits.get("b" * 32)
        try:
            store.lifecycle.move("restore", [gone.seen])
        except EditExistsError:
            assert store.edits.get(gone.id) == gone
        else:
            raise AssertionError("two edits in use would have one text")
        assert store.edits.add(edits("New.")).new[0].version == 1
        with store.database.reading() as session:
            rows = session.query(AuditRow, AuditKeyRow.key).join(AuditKeyRow).order_by(AuditRow.number).all()
            said = [(row.action, unseal(key, row.sealed, row.number)["actor"]) for row, key in rows]
    assert said == [
        ("edit.changed", "Di"), ("edit.submitted", "Di"), ("edit.approved", "Ed"), ("edit.restored", ""),
        ("edit.added", ""),
    ]  # fmt: skip
