"""On the embedded model: the edit that the sentence names is the one that the answer depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.data import demo_edits, demo_questions
from app.explain import changes_in, finding
from app.model import Answer, EditableModel, GistPool
from app.model.answering import Answerer
from app.model.policies import Choice

pytestmark = pytest.mark.slow

ASKED = 10


@pytest.fixture(scope="module")
def pool(embedded_model: EditableModel) -> GistPool:
    return embedded_model.compress([edit.text for edit in demo_edits()])


def agreement(model: EditableModel, pool: GistPool) -> float:
    """Share of answers, each from two edits, where selection names the edit with the largest change."""
    answers = model.answer_many(demo_questions()[:ASKED], pool, policy="top-2", max_new_tokens=12)
    read = [answer for answer in answers if len(answer.evidence.selection.chosen) == 2]
    assert len(read) >= ASKED - 1
    return sum(_same(model, answer, pool) for answer in read) / len(read)


def _same(model: EditableModel, answer: Answer, pool: GistPool) -> bool:
    by_selection, proven = finding(answer), finding(answer, changes_in(model.leave_one_out(answer, pool)))
    return by_selection.named is not None and by_selection.named == proven.named


def test_the_edit_named_is_the_one_with_the_largest_change(embedded_model: EditableModel, pool: GistPool) -> None:
    assert agreement(embedded_model, pool) >= 0.95


def test_with_weights_that_go_to_the_wrong_slots_it_is_not(
    embedded_model: EditableModel, pool: GistPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Answerer.memory

    def exchanged(self: Answerer, pool: GistPool, choices: Sequence[Choice], *more: Any) -> Any:
        turned = [replace(choice, log_weights=choice.log_weights[::-1]) for choice in choices]
        return whole(self, pool, turned, *more)

    monkeypatch.setattr(Answerer, "memory", exchanged)
    assert agreement(embedded_model, pool) < 0.5
