"""The states of an edit: which ways there are, who may go them, what acts meanwhile, what the chain is told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.errors import EditChangedError, EditStateError, FourEyesError, InputError, RuleError
from app.store import STATES, TRANSITION_NAMES, TRANSITIONS, State, Store, StoredEdit, Terms, TransitionName, ways_from
from app.store.audit.sealing import unseal
from app.store.tables import AuditKeyRow, AuditRow, RuleRow
from tests.store.samples import LYON, PROBE, REFUND, edits

NICE = "The capital of France is Nice."


def in_state(store: Store, state: State, text: str = LYON) -> StoredEdit:
    """An edit that Ann has brought into this state."""
    begin = "approved" if state == "retired" else state
    edit = store.edits.add(edits(text), author="Ann", state=begin).new[0]
    return store.edits.retire([edit.seen])[0] if state == "retired" else edit


def waiting(store: Store, writer: str = "Ann", text: str = LYON) -> StoredEdit:
    """A draft that somebody wrote and submitted."""
    draft = store.edits.add(edits(text), author=writer, state="draft").new[0]
    return store.lifecycle.move("submit", [draft.seen], author=writer)[0]


def told(store: Store) -> list[tuple[str, str]]:
    """Action and actor of every record of the chain."""
    with store.database.reading() as session:
        rows = session.execute(select(AuditRow, AuditKeyRow.key).join(AuditKeyRow).order_by(AuditRow.number)).all()
        return [(row.action, unseal(key, row.sealed or b"", row.number)["actor"]) for row, key in rows]


@pytest.mark.parametrize(("state", "name"), list(product(STATES, TRANSITION_NAMES)))
def test_every_way_from_every_state(state: State, name: TransitionName, store: Store) -> None:
    edit = in_state(store, state)
    if name not in ways_from(state):
        with pytest.raises(EditStateError, match=r"takes edits that are .* Nothing was changed"):
            store.lifecycle.move(name, [edit.seen], author="Bo", reason="why")
        assert store.edits.get(edit.id) == edit
        return
    after = store.lifecycle.move(name, [edit.seen], author="Bo", reason="why")[0]
    assert after == store.edits.get(edit.id)
    assert after.state == (TRANSITIONS[name].ends or "approved")
    assert (after.version, after.changed_by, after.reason) == (edit.version + 1, "Bo", "why")
    assert after.acting == (after.version if after.state == "approved" else None)
    assert told(store)[-1] == (TRANSITIONS[name].action, "Bo")


@pytest.mark.parametrize("name", ["send-back", "retire"])
def test_some_ways_need_a_reason(name: TransitionName, store: Store) -> None:
    edit = waiting(store)
    with pytest.raises(InputError, match="needs a reason"):
        store.lifecycle.move(name, [edit.seen], reason=" \n")
    assert store.edits.get(edit.id) == edit


def test_all_of_them_go_or_none(store: Store) -> None:
    first, second = in_state(store, "in-review"), in_state(store, "draft", REFUND)
    with pytest.raises(EditStateError):
        store.lifecycle.move("approve", [first.seen, second.seen])
    assert store.edits.get(first.id) == first


def test_who_approves_has_seen_what_is_approved(store: Store) -> None:
    edit = waiting(store)
    store.edits.change(edit.seen, text=NICE, author="Ann")
    with pytest.raises(EditChangedError, match="Ann has changed"):
        store.lifecycle.move("approve", [edit.seen], author="Bo")


def test_the_approved_version_acts_until_the_next_one_is_approved(store: Store) -> None:
    edit = in_state(store, "approved")
    draft = store.edits.change(edit.seen, text=NICE, state="draft", author="Bo")
    review = store.lifecycle.move("submit", [draft.seen], author="Bo")[0]
    assert [(one.text, one.version) for one in store.edits.active()] == [(LYON, 1)]
    back = store.lifecycle.move("send-back", [review.seen], author="Ann", reason="Which source?")[0]
    again = store.lifecycle.move("submit", [back.seen], author="Bo")[0]
    assert [one.text for one in store.edits.active()] == [LYON]
    done = store.lifecycle.move("approve", [again.seen], author="Ann")[0]
    assert [(one.text, one.version) for one in store.edits.active()] == [(NICE, done.version)]


@pytest.mark.parametrize("submitted", [False, True])
def test_a_restored_draft_has_its_approved_version_acting_again(submitted: bool, store: Store) -> None:
    edit = in_state(store, "approved")
    edit = store.edits.change(edit.seen, text=NICE, state="draft", author="Bo")
    if submitted:
        edit = store.lifecycle.move("submit", [edit.seen], author="Bo")[0]
    gone = store.lifecycle.move("retire", [edit.seen], author="Bo", reason="x")[0]
    assert (gone.acting, store.edits.active()) == (None, ())
    tagged = store.edits.tag([gone.seen], add=["t"])[0]
    back = store.lifecycle.move("restore", [tagged.seen], author="Bo")[0]
    assert (back.state, back.acting, back.text) == (edit.state, 1, NICE)
    assert back == store.edits.get(edit.id)
    assert [(one.text, one.version) for one in store.edits.active()] == [(LYON, 1)]
    assert [one.text for one in store.history.as_of(back.changed)] == [LYON]


def four_eyes(store: Store) -> None:
    store.rules.set("four-eyes", True, by="Root", reason="Audit of May")


def test_who_wrote_it_does_not_approve_it(store: Store) -> None:
    four_eyes(store)
    edit = waiting(store)
    for by in ("Ann", "ANN", " Ａnn "):
        with pytest.raises(FourEyesError, match="wrote it; somebody else"):
            store.lifecycle.move("approve", [edit.seen], author=by)
    with pytest.raises(FourEyesError, match="must be named"):
        store.lifecycle.move("approve", [edit.seen])
    assert store.edits.get(edit.id) == edit
    assert store.lifecycle.move("approve", [edit.seen], author="Bo")[0].state == "approved"


def test_everyone_who_wrote_since_the_last_approval_counts(store: Store) -> None:
    four_eyes(store)
    approved = store.lifecycle.move("approve", [waiting(store).seen], author="Bo")[0]
    draft = store.edits.change(approved.seen, text=NICE, state="draft", author="Bo")
    draft = store.edits.change(draft.seen, terms=Terms(owner="Law"), author="Cy")
    draft = store.edits.change(draft.seen, probes=[PROBE], author="Di")
    draft = store.edits.change(draft.seen, note="spelling", author="Ed")
    review = store.lifecycle.move("submit", [draft.seen], author="Flo")[0]
    for by in ("Bo", "Cy", "Di"):
        with pytest.raises(FourEyesError):
            store.lifecycle.move("approve", [review.seen], author=by)
    back = store.lifecycle.move("send-back", [review.seen], author="Ann", reason="typo")[0]
    review = store.lifecycle.move("submit", [back.seen], author="Flo")[0]
    done = store.lifecycle.move("approve", [review.seen], author="Ann")[0]
    assert done.acting == done.version, "Ann wrote what was approved before, and sent this back: neither is writing it"


def test_no_way_around_the_second_pair_of_eyes(store: Store) -> None:
    approved = in_state(store, "approved")
    nameless = waiting(store, "", REFUND)
    four_eyes(store)
    ways: tuple[Callable[[], object], ...] = (
        lambda: store.edits.add(edits(NICE), author="Ann"),
        lambda: store.edits.change(approved.seen, text=NICE, author="Bo"),
        lambda: store.edits.change(approved.seen, terms=Terms(owner="Law"), author="Bo"),
        lambda: store.edits.change(nameless.seen, state="approved"),
        lambda: store.edits.change(nameless.seen, text=NICE, state="approved", author="Bo"),
        lambda: store.lifecycle.move("approve", [nameless.seen], author="Bo"),
    )
    for way in ways:
        with pytest.raises(FourEyesError):
            way()
    assert [one.text for one in store.edits.active()] == [LYON]
    tagged = store.edits.tag([approved.seen], add=["t"], author="Bo")[0]
    assert tagged.state == "approved", "tags and notes change no answer"
    gone = store.lifecycle.move("retire", [tagged.seen], author="Bo", reason="x")[0]
    assert store.lifecycle.move("restore", [gone.seen], author="Bo")[0].state == "approved", "what had been approved"


def test_a_retired_draft_is_still_by_who_wrote_it(store: Store) -> None:
    four_eyes(store)
    edit = waiting(store)
    gone = store.lifecycle.move("retire", [edit.seen], author="Bo", reason="x")[0]
    back = store.lifecycle.move("restore", [gone.seen], author="Bo")[0]
    with pytest.raises(FourEyesError):
        store.lifecycle.move("approve", [back.seen], author="Ann")
    assert store.lifecycle.move("approve", [back.seen], author="Bo")[0].state == "approved"


def test_of_two_who_approve_at_once_one_is_first(store: Store) -> None:
    edit, together = waiting(store), Barrier(2)
    outcomes: list[str] = []

    def approve(by: str) -> None:
        together.wait()
        try:
            outcomes.append(store.lifecycle.move("approve", [edit.seen], author=by)[0].changed_by)
        except EditChangedError:
            outcomes.append("late")

    threads = [Thread(target=approve, args=(by,)) for by in ("Bo", "Cy")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = store.edits.get(edit.id)
    assert sorted(outcomes) == sorted([winner.changed_by, "late"]) and winner.version == edit.version + 1


def test_rules_have_kinds_and_a_trail(store: Store) -> None:
    assert [(rule.name, rule.value) for rule in store.rules.all() if rule.name == "four-eyes"] == [("four-eyes", False)]
    for name, value in (("four-eyes", "yes"), ("four-eyes", 1), ("four-eyes", None), ("six-eyes", True)):
        with pytest.raises(RuleError):
            store.rules.set(name, value, by="Root")
    assert told(store) == []
    four_eyes(store)
    four_eyes(store)
    assert told(store) == [("rule.set", "Root")], "what it says already is no change"
    found = next(rule for rule in store.rules.all() if rule.name == "four-eyes")
    assert (found.value, found.changed_by) == (True, "Root")


def test_a_rule_that_cannot_be_read_is_not_taken_for_switched_off(store: Store) -> None:
    edit = waiting(store)
    four_eyes(store)
    with store.database.writing() as session:
        row = session.get(RuleRow, "four-eyes")
        assert row is not None
        row.value = "perhaps"
    with pytest.raises(RuleError):
        store.lifecycle.move("approve", [edit.seen], author="Bo")
