"""Long prompts, whose beginning packed layers read at once, say what they say read token by token."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch

from app.model import EditableModel
from app.model.packed import runner
from app.model.packed.passage import Passage
from app.model.prompts import prompt_of, tokens_of
from tests.model.comparing import assert_same, memory_of, step_logits
from tests.tiny_models import tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.")
QUESTIONS = ("What is the capital of France?", "Ada has", "How long does tea take to be ready?")
STEPS = 4


@pytest.fixture(scope="module")
def model() -> EditableModel:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    return tiny_model(grouped=True)


def test_long_prompts_are_read_at_once_and_say_the_same(model: EditableModel, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = [tokens_of(model.backbone.tokenizer, prompt_of(question)) * 3 for question in QUESTIONS]
    token_by_token = step_logits(model, prompts, STEPS)
    packed = model.answerer.plain.packed
    assert packed is not None
    by_token = packed.logits(prompts[0], 20)
    read: list[int] = []
    at_once = Passage.read_at_once

    def noted(passage: Passage, ids: Sequence[int], sequence: int, dtype: torch.dtype) -> None:
        read.append(len(ids))
        at_once(passage, ids, sequence, dtype)

    monkeypatch.setattr(Passage, "read_at_once", noted)
    monkeypatch.setattr(runner, "LONG_TOKENS", 20)
    together = step_logits(model, prompts, STEPS)
    assert read == [len(ids) - 1 for ids in prompts if len(ids) > 20] and len(read) > 1
    for ours, theirs in zip(together, token_by_token, strict=True):
        assert_same(ours, theirs)
    for i, prompt in enumerate(prompts):
        for alone, beside in zip(step_logits(model, [prompt], STEPS), together, strict=True):
            assert torch.equal(alone[0], beside[i])
    assert_same(packed.logits(prompts[0], 20), by_token)
    read.clear()
    step_logits(model, prompts, STEPS, memory_of(model, model.compress(EDITS), [{0: 1.0}] * len(prompts)))
    assert read == []
