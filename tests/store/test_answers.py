"""Answers in the store: what was read stays readable, whatever becomes of the edits."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import RuleError
from app.store import Store, UsedEdit
from app.store.audit.log import AuditSearch
from app.store.served import was_text
from tests.store.samples import ASKED, LYON, MAKER, REFUND, edits


def test_an_answer_keeps_the_edits_as_they_were(store: Store) -> None:
    store.rules.set("answers", "full")
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
    store.rules.set("answers", "full")
    for number in range(5):
        store.answers.log(MAKER, **ASKED | {"question": f"Question {number}?"}, used=[])
    assert store.answers.count() == 5
    assert [one.question for one in store.answers.newest(limit=2, offset=1)] == ["Question 3?", "Question 2?"]


def test_what_no_database_can_hold_is_marked(store: Store) -> None:
    store.rules.set("answers", "full")
    store.answers.log(MAKER, **ASKED | {"question": "nul \x00", "answer": "half \ud83d", "asked_by": "\x00"}, used=[])
    found = store.answers.newest()[0]
    assert (found.question, found.answer, found.asked_by) == ("nul \ufffd", "half \ufffd", "\ufffd")


def told_of(store: Store, answer: str) -> dict[str, Any]:
    """What the chain says of an answer."""
    (record,) = store.audit.find(AuditSearch(object=answer))
    assert (record.action, record.kind, record.actor) == ("answer.served", "answer", "Ann")
    assert record.detail is not None
    return record.detail


def test_by_default_no_text_is_kept_and_whoever_has_it_can_prove_it(store: Store) -> None:
    edit = store.edits.add(edits(LYON)).new[0]
    read = UsedEdit(edit.id, 1, edit.content, LYON, 1.0, None)
    first, second = (store.answers.log(MAKER, **ASKED, used=[read]) for _ in range(2))
    assert store.answers.newest() == (second, first)
    assert (first.question, first.answer, first.original) == ("", "", "")
    detail, other = told_of(store, first.id), told_of(store, second.id)
    assert detail["edits"] == [[edit.id, 1]] and detail["policy"] == ASKED["policy"]
    for name in ("question", "answer", "original"):
        assert was_text(detail, name, ASKED[name])
        assert not was_text(detail, name, ASKED[name] + ".")
        assert detail[name] != other[name], "the same text must not look the same"


def test_all_of_it_is_kept_where_the_rule_says_so(store: Store) -> None:
    store.rules.set("answers", "full")
    answer = store.answers.log(MAKER, **ASKED, used=[])
    assert answer.question == ASKED["question"]
    detail = told_of(store, answer.id)
    assert detail["answer"] == ASKED["answer"] and was_text(detail, "answer", ASKED["answer"])


def test_nothing_is_kept_where_the_rule_says_so(store: Store) -> None:
    store.rules.set("answers", "off")
    assert store.answers.log(MAKER, **ASKED, used=[]).question == ASKED["question"]
    assert store.answers.count() == 0
    assert [record.action for record in store.audit.find()] == ["rule.set"]


@pytest.mark.parametrize(("name", "value"), [("answers", "all"), ("retention-days", 0), ("retention-days", "30")])
def test_other_values_are_refused(store: Store, name: str, value: Any) -> None:
    with pytest.raises(RuleError):
        store.rules.set(name, value)
    assert store.audit.count() == 0
