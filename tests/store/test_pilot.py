"""The pilot in the store: members, marks, and what the questions came to."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import (
    AnswerMissingError,
    InputError,
    ReleaseMissingError,
)
from app.store import (
    Release,
    Store,
    UsedEdit,
)
from tests.store.releasing import GOOD, release
from tests.store.samples import ASKED, MAKER


def served(store: Store, release: Release, by: str, *, used: bool = False, **more: Any) -> str:
    edit = store.edits.find().edits[0]
    read = [UsedEdit(edit.id, 1, edit.content, edit.text, 1.0, None)] if used else []
    asked = ASKED | {"asked_by": by}
    return store.answers.log(MAKER, **asked, used=read, release=release.id, **more).id


def test_answers_count_for_the_alias_that_gave_them(store: Store) -> None:
    old, new = release(store, "old"), release(store, "new")
    store.gate_runs.keep(old.id, [], GOOD)
    store.gate_runs.keep(new.id, [], GOOD)
    store.aliases.move("production", "old")
    store.aliases.move("candidate", "new")
    store.pilot.add("Bo", "candidate")
    store.answers.log(MAKER, **ASKED, used=[])
    first = served(store, old, "Ann", used=True, seconds=2.0, tokens=10)
    second = served(store, new, "BO", used=True, seconds=1.0, tokens=5)
    served(store, new, "bo", seconds=0.5, tokens=2)
    store.aliases.move("production", "new")
    served(store, new, "Ann")
    served(store, new, "Bo")
    store.pilot.mark(first, "wrong", author="Ann")
    store.pilot.mark(second, "right", author="Bo")
    store.pilot.mark(second, "unwanted", author="Bo", note="on second thoughts")
    store.pilot.mark(second, "wrong", author="Cy")
    production, candidate = store.pilot.usage()
    assert (production.alias, production.questions, production.people, production.changed) == ("production", 2, 1, 1)
    assert (production.wrong, production.seconds, production.tokens) == (1, 2.0, 10)
    assert (candidate.questions, candidate.people, candidate.changed) == (3, 1, 1)
    assert (candidate.right, candidate.wrong, candidate.unwanted) == (0, 1, 1)
    assert (candidate.seconds, candidate.tokens) == (1.5, 7)
    assert [(mark.verdict, mark.note) for mark in store.pilot.marks([second])] == [
        ("unwanted", "on second thoughts"), ("wrong", "")
    ]  # fmt: skip


def test_an_answer_of_a_release_without_alias_counts_under_its_name(store: Store) -> None:
    served(store, release(store, "alone"), "Ann")
    assert [(one.alias, one.questions) for one in store.pilot.usage()] == [("alone", 1)]


def test_members_are_known_by_name_whatever_its_case(store: Store) -> None:
    with pytest.raises(ReleaseMissingError):
        store.pilot.add("Bo", "candidate")
    release(store, "new")
    store.aliases.move("candidate", "new")
    store.aliases.move("shop", "new")
    with pytest.raises(InputError):
        store.pilot.add(" ", "candidate")
    store.pilot.add("  Bo  Li ", "candidate", author="Ann")
    store.pilot.add("BO LI", "shop", author="Cy")
    assert [(one.name, one.alias, one.added_by) for one in store.pilot.members()] == [("bo li", "shop", "Cy")]
    assert (store.pilot.alias_of("Bo Li"), store.pilot.alias_of("Ann")) == ("shop", None)
    assert store.pilot.remove("bo li") and not store.pilot.remove("bo li")


def test_marks_need_an_answer_and_a_verdict(store: Store) -> None:
    with pytest.raises(AnswerMissingError):
        store.pilot.mark("0" * 32, "right")
    with pytest.raises(AnswerMissingError):
        store.answers.get("0" * 32)
    answer = store.answers.log(MAKER, **ASKED, used=[])
    assert store.answers.get(answer.id) == answer
    with pytest.raises(InputError):
        store.pilot.mark(answer.id, "splendid")
