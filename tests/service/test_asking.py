"""One question: strictness, answers from edits only, the details of an edit, the draft that mends an answer."""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from app.config import Settings
from app.model import POLICIES, Answer
from app.service import Asking, Workbench
from app.service.sessions import Session
from app.service.strictness import STOPS, USUAL, strictness
from tests.service.conftest import LYON
from tests.tiny_models import tiny_model


def last(bench: Workbench, token: str, question: str, *, only_edits: bool = False) -> Asking:
    return list(bench.questions.ask(token, question, only_edits=only_edits))[-1]


def test_stops_go_from_strict_to_generous_and_the_middle_one_is_the_usual_one() -> None:
    margins = [strictness(place).margin for place in range(len(STOPS))]
    assert margins == sorted(margins, reverse=True)
    assert all(stop in POLICIES for stop in STOPS)
    assert strictness(USUAL).policy == "default"
    assert strictness(USUAL).times == 1
    assert log(strictness(0).times) == pytest.approx(margins[0])
    assert strictness(-5) == strictness(0)
    assert strictness(99) == strictness(len(STOPS) - 1)


def test_where_no_edit_covers_the_question_nothing_is_guessed(bench: Workbench, token: str) -> None:
    steps = [step for step in bench.questions.ask(token, "Who wrote Hamlet?", only_edits=True) if step.partial]
    assert len(steps) == 1  # not a word of the model's guess
    asking = steps[0]
    assert asking.withheld
    assert asking.partial is not None
    assert asking.partial.text == asking.partial.original == ""
    account = bench.questions.account(token, str(asking.key))
    assert account is not None
    assert account.sentence().endswith("so no answer is given.")
    assert LYON in account.sentence()


def test_where_an_edit_covers_it_the_switch_changes_nothing(bench: Workbench, token: str) -> None:
    asking = last(bench, token, "What is the capital of France?", only_edits=True)
    assert not asking.withheld
    assert asking.partial is not None
    assert asking.partial.text == LYON


def test_the_details_of_an_edit_are_found_also_after_it_was_removed(bench: Workbench, token: str) -> None:
    key = str(last(bench, token, "What is the capital of France?").key)
    edit_id = bench.session(token).work.edits[0].id
    found = bench.questions.edit(token, edit_id, key)
    assert found is not None
    assert (found.text, found.place, found.removed) == (LYON, "session", False)
    bench.edits.clear(token)
    gone = bench.questions.edit(token, edit_id, key)
    assert gone is not None
    assert (gone.text, gone.removed) == (LYON, True)
    assert bench.questions.edit(token, edit_id) is None


def test_a_draft_knows_the_question_the_wrong_answer_and_the_edit_read(bench: Workbench, token: str) -> None:
    asking = last(bench, token, "What is the capital of France?")
    draft = bench.questions.draft(token, str(asking.key))
    assert draft is not None
    assert (draft.beginning, draft.answer, draft.read) == ("The capital of France is", LYON, LYON)
    assert bench.questions.draft(token, "nothing") is None


def test_a_newer_question_at_the_same_place_stops_the_older_one(bench: Workbench, token: str) -> None:
    ask = bench.questions.ask
    older = ask(token, "What is the capital of France?", place="page", explain=True)
    elsewhere = ask(token, "What is the capital of France?", place="another page", explain=True)
    next(older)
    next(elsewhere)
    newer = list(ask(token, "Who wrote Hamlet?", place="page", explain=True))
    rest = list(older)
    assert rest == [Asking(None, replaced=True)]
    assert newer[-1].account is not None and not newer[-1].replaced
    assert list(elsewhere)[-1].account is not None


def test_what_is_replaced_while_it_is_explained_is_not_shown(
    bench: Workbench, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = bench.questions._account

    def slowly(session: Session, key: str, *, refuse: bool) -> Any:
        monkeypatch.setattr(bench.questions, "_account", account)
        newer = list(bench.questions.ask(token, "Who wrote Hamlet?", place="page", explain=True))
        assert newer[-1].account is not None
        return account(session, key, refuse=refuse)

    monkeypatch.setattr(bench.questions, "_account", slowly)
    steps = list(bench.questions.ask(token, "What is the capital of France?", place="page", explain=True))
    assert steps[-1] == Asking(None, replaced=True)
    assert all(step.account is None for step in steps)


def test_a_question_is_answered_alone_whatever_was_asked_before() -> None:
    """On a model that computes: the same tokens with the same attention."""
    model = tiny_model("llama")
    bench = Workbench(Settings(max_new_tokens=6), load=lambda settings, progress: model)
    token = bench.open(None).token
    bench.edits.propose(token, bench.edits.read_lines(LYON))
    bench.edits.accept(token)
    bench.jobs.wait(token, bench.edits.compress(token), 60)

    def answered(question: str) -> Answer:
        asked = bench.questions.answered(token, last(bench, token, question).key or "")
        assert asked is not None
        return asked.answer

    first = answered("What is the capital of France?")
    answered("And of Italy?")
    again = answered("What is the capital of France?")
    assert (again.text, again.original, again.tokens) == (first.text, first.original, first.tokens)
    assert again.evidence.by_edit().equals(first.evidence.by_edit())


def test_recent_questions_are_listed_newest_first_and_forgotten_on_demand(bench: Workbench, token: str) -> None:
    keys = [last(bench, token, question).key for question in ("Who wrote Hamlet?", "What is the capital of France?")]
    found = bench.questions.history(token)
    assert [key for key, _ in found] == keys[::-1]
    assert [asked.answer.question for _, asked in found] == ["What is the capital of France?", "Who wrote Hamlet?"]
    assert bench.questions.history(bench.open(None).token) == ()
    bench.questions.clear(token)
    assert bench.questions.history(token) == ()
    assert bench.questions.answered(token, keys[0] or "") is None
    assert [edit.text for edit in bench.edits.list(token).edits] == [LYON]
