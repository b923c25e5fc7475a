"""Answers in the store: what was read stays readable, whatever becomes of the edits."""

from __future__ import annotations

from app.store import Store, UsedEdit
from tests.store.samples import ASKED, LYON, MAKER, REFUND, edits


def test_an_answer_keeps_the_edits_as_they_were(store: Store) -> None:
    edit = store.edits.add(edits(LYON)).new[0]
    other = store.edits.add(edits(REFUND)).new[0]
    used = (
        UsedEdit(edit.id, 1, edit.content, LYON, 0.1 + 0.2, 1 / 3),
        UsedEdit(other.id, 1, other.content, REFUND, 0.7, None),
    )
    logged = store.answers.log(MAKER, **ASKED, used=used)
    store.edits.change(edit.seen, text="The capital of France is Nice.")
    assert store.answers.newest() == (logged,)
    assert logged.used == used
    assert store.answers.that_read(edit.id) == (logged,)
    assert store.answers.that_read("0" * 32) == ()
    assert store.gists.makers() == (MAKER,)


def test_the_newest_come_first_page_by_page(store: Store) -> None:
    for number in range(5):
        store.answers.log(MAKER, **ASKED | {"question": f"Question {number}?"}, used=[])
    assert store.answers.count() == 5
    assert [one.question for one in store.answers.newest(limit=2, offset=1)] == ["Question 3?", "Question 2?"]


def test_what_no_database_can_hold_is_marked(store: Store) -> None:
    store.answers.log(MAKER, **ASKED | {"question": "nul \x00", "answer": "half \ud83d", "asked_by": "\x00"}, used=[])
    found = store.answers.newest()[0]
    assert (found.question, found.answer, found.asked_by) == ("nul \ufffd", "half \ufffd", "\ufffd")
