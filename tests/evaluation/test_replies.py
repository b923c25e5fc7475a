"""What rests on the same is written once, and is what would be written anew."""

from __future__ import annotations

import pytest

from app.config import Settings
from app.data import Edit, Probe, Record
from app.evaluation.cases import Asked
from app.evaluation.methods import DecidingMethod, method_named
from app.evaluation.replies import Replies
from app.model import policy_named
from tests.tiny_models import tiny_model

EDITS = ["The capital of France is Lyon.", "The river of Chad is the Logone.", "The capital of Spain is Vigo."]
QUESTIONS = ["What is the capital of Spain?", "Chad has the river", "The tallest tower of Oman stands in the town of"]
METHODS = ["backbone", "oracle", "bm25", "incomes", "incomes-verbatim"]


def asked(question: str) -> Asked:
    return Asked(Record(Edit.of(EDITS[0], "en"), "France", ()), Probe("efficacy", question, "Lyon"))


@pytest.mark.parametrize("name", METHODS)
def test_a_remembered_reply_is_that_of_asking_anew(name: str) -> None:
    model = tiny_model(settings=Settings(max_new_tokens=5, max_question_tokens=256, answer_batch=4))
    method, replies = method_named(name)(model, policy_named("top-2"), 5), Replies()
    assert isinstance(method, DecidingMethod)
    part = [asked(question) for question in QUESTIONS]
    for size in (1, 2, 3):
        method.prepare([Edit.of(edit, "en") for edit in EDITS[:size]])
        found = replies.of(method, part)
        assert found == method.answer(QUESTIONS, [one.right_edits for one in part])
        assert found == replies.of(method, part)


def test_ours_answers_as_the_model_does() -> None:
    model = tiny_model(settings=Settings(max_new_tokens=5, max_question_tokens=256, answer_batch=4))
    method = method_named("incomes")(model, policy_named("top-2"), 5)
    method.prepare([Edit.of(edit, "en") for edit in EDITS])
    told = model.answer_many(QUESTIONS, model.compress(EDITS), policy="top-2", max_new_tokens=5)
    replies = method.answer(QUESTIONS)
    assert [reply.text for reply in replies] == [answer.text for answer in told]
    assert [reply.read for reply in replies] == [answer.evidence.selection.chosen for answer in told]
