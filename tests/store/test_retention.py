"""What is too old is let go, and the chain stays sound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import InputError
from app.store import Store, UsedEdit
from tests.store.samples import ASKED, LYON, MAKER, edits
from tests.store.test_erasure import bytes_of


def test_what_is_too_old_is_let_go(store: Store, tmp_path: Path) -> None:
    store.rules.set("answers", "full")
    store.rules.set("retention-days", 30)
    edit = store.edits.add(edits(LYON), author="Ann").new[0]
    used = [UsedEdit(edit.id, 1, edit.content, LYON, 1.0, None)]
    question = "Has anybody seen my umbrella today?"
    store.answers.log(MAKER, **ASKED | {"question": question}, used=used)
    head = store.audit.head()
    assert store.retention.apply(now=datetime.now(UTC)).records == 0
    assert store.audit.head() == head, "where nothing is too old, nothing is written"
    gone = store.retention.apply(author="Di", now=datetime.now(UTC) + timedelta(days=31))
    assert (gone.answers, gone.records) == (1, 4)
    assert store.answers.count() == 0 and store.edits.get(edit.id) == edit
    found = store.audit.verify([head])
    assert (found.sound, found.let_go, found.records) == (True, 4, 5), found.findings
    newest, *older = store.audit.find()
    assert (newest.actor, newest.action) == ("Di", "audit.retained")
    assert all(one.actor is None and one.detail is None for one in older)
    assert all(question.encode() not in data for _, data in bytes_of(store, tmp_path))
    again = store.retention.apply(now=datetime.now(UTC) + timedelta(days=80))
    assert again.records == 0 and store.audit.verify([head]).sound


def test_erased_records_are_let_go_too(store: Store) -> None:
    edit = store.edits.add(edits(LYON)).new[0]
    store.erasure.edits([edit.id], reason="r")
    store.rules.set("retention-days", 1)
    store.retention.apply(now=datetime.now(UTC) + timedelta(days=2))
    found = store.audit.verify()
    assert (found.sound, found.let_go, found.erased) == (True, 2, 0), found.findings
    assert [one.action for one in store.audit.find() if one.detail is not None] == ["audit.retained", "edit.erased"]


def test_without_a_rule_everything_is_kept(store: Store) -> None:
    with pytest.raises(InputError, match="for ever"):
        store.retention.apply()
