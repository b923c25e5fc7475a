"""Conflicts in the store: kept once, resolved once, told to the audit chain."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.errors import ConflictError
from app.store import Store, StoredEdit
from app.store.conflicts import FoundConflict, Pair
from app.store.tables import AuditRow
from tests.store.samples import LYON, REFUND, edits

NICE = "The capital of France is Nice."


def pair_of(first: StoredEdit, second: StoredEdit) -> Pair:
    return Pair(first.id, first.version, second.id, second.version)


@pytest.fixture
def two(store: Store) -> tuple[StoredEdit, StoredEdit]:
    first = store.edits.add(edits(LYON)).new[0]
    return first, store.edits.add(edits(NICE), state="draft").new[0]


def found(two: tuple[StoredEdit, StoredEdit]) -> FoundConflict:
    return FoundConflict(pair_of(*two), "contradiction", {"rule": "other-value"})


def test_a_conflict_is_kept_once(store: Store, two: tuple[StoredEdit, StoredEdit]) -> None:
    (kept,) = store.conflicts.keep([found(two), found(two)])
    assert store.conflicts.keep([found(two)]) == ()
    assert store.conflicts.open() == (kept,)
    assert store.conflicts.open([two[0].id]) == (kept,)
    assert store.conflicts.open([store.edits.add(edits(REFUND)).new[0].id]) == ()
    assert (kept.pair, kept.kind, kept.state, kept.explanation) == (
        pair_of(*two),
        "contradiction",
        "open",
        {"rule": "other-value"},
    )


def test_another_tag_finds_nothing_new_and_another_text_does(store: Store, two: tuple[StoredEdit, StoredEdit]) -> None:
    (kept,) = store.conflicts.keep([found(two)])
    store.conflicts.resolve(kept.id, "dismissed", author="Ann", reason="Two countries.")
    (tagged,) = store.edits.tag([two[1].seen], add=["x"])
    assert store.conflicts.keep([found((two[0], tagged))]) == ()
    reworded = store.edits.change(tagged.seen, text="The capital of France is Paris.")
    (again,) = store.conflicts.keep([found((two[0], reworded))])
    assert store.conflicts.open() == (again,)
    assert {one.id for one in store.conflicts.of(two[0].id)} == {kept.id, again.id}


def test_a_conflict_with_a_retired_or_reworded_edit_is_not_open(
    store: Store, two: tuple[StoredEdit, StoredEdit]
) -> None:
    store.conflicts.keep([found(two)])
    (gone,) = store.edits.retire([two[0].seen])
    assert store.conflicts.open() == ()
    store.edits.restore([gone.seen])
    assert len(store.conflicts.open()) == 1
    store.edits.change(two[1].seen, text="Something else.")
    assert store.conflicts.open() == ()


def test_a_conflict_is_resolved_once_and_with_a_reason(store: Store, two: tuple[StoredEdit, StoredEdit]) -> None:
    (kept,) = store.conflicts.keep([found(two)])
    with pytest.raises(ConflictError, match="reason"):
        store.conflicts.resolve(kept.id, "scoped", author="Ann", reason="  ")
    done = store.conflicts.resolve(kept.id, "scoped", author="Ann", reason="One is for 2025.")
    assert (done.state, done.resolved_by, done.reason) == ("scoped", "Ann", "One is for 2025.")
    for wanted, told in ((kept.id, "resolved already"), ("0" * 32, "names no conflict")):
        with pytest.raises(ConflictError, match=told):
            store.conflicts.resolve(wanted, "rejected", author="Bo", reason="No.")
    assert store.conflicts.get(kept.id) == done
    with store.database.reading() as session:
        told = session.execute(select(AuditRow.action, AuditRow.object).where(AuditRow.kind == "conflict")).all()
    assert [tuple(row) for row in told] == [("conflict.found", kept.id), ("conflict.scoped", kept.id)]
