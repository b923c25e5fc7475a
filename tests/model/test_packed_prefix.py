"""A beginning read once by packed layers: what follows is what follows the whole prompt, at every step."""

from __future__ import annotations

import pytest
import torch

from app.model import EditableModel
from app.model.packed.prefix import PackedPrefix
from app.model.prefix import of_modules
from app.model.prompts import tokens_of
from app.model.scoring import teacher_forced
from tests.model.comparing import assert_same, step_logits
from tests.tiny_models import HEAD_DIM, KV_HEADS, LAYERS, tiny_model

BEGINNING = "The capital of France is Lyon.\nAda has 3 cats.\nTea: 4 minutes.\n"
ENDINGS = ("What is the capital of France?", "Ada has", "Tea")
STEPS = 6


@pytest.fixture(scope="module")
def model() -> EditableModel:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    return tiny_model(grouped=True)


def prefix_of(model: EditableModel) -> PackedPrefix:
    found = model.answerer.plain.prefix(tokens_of(model.backbone.tokenizer, BEGINNING))
    assert isinstance(found, PackedPrefix)
    return found


def endings_of(model: EditableModel) -> list[list[int]]:
    return [tokens_of(model.backbone.tokenizer, ending) for ending in ENDINGS]


def test_every_step_is_that_of_the_whole_prompt(model: EditableModel) -> None:
    prefix, endings = prefix_of(model), endings_of(model)
    whole = [[*prefix.token_ids, *ending] for ending in endings]
    found, wanted = step_logits(model, endings, STEPS, prefix=prefix), step_logits(model, whole, STEPS)
    assert len(found) == STEPS
    for ours, theirs in zip(found, wanted, strict=True):
        assert_same(ours, theirs)
    for ours, theirs in zip(step_logits(model, endings, STEPS, prefix=prefix), found, strict=True):
        assert torch.equal(ours, theirs)  # going on changed nothing


def test_a_row_beside_others_is_that_alone(model: EditableModel) -> None:
    prefix, endings = prefix_of(model), endings_of(model)
    together = step_logits(model, endings, STEPS, prefix=prefix)
    for row, ending in enumerate(endings):
        for ours, theirs in zip(step_logits(model, [ending], STEPS, prefix=prefix), together, strict=True):
            assert_same(ours[0], theirs[row])


def test_targets_are_scored_behind_it(model: EditableModel) -> None:
    prefix, decoder = prefix_of(model), model.answerer.plain
    for ending in endings_of(model):
        found = teacher_forced(decoder, ending, [5, 9, 2], prefix=prefix)
        wanted = teacher_forced(decoder, [*prefix.token_ids, *ending], [5, 9, 2])
        assert found.by_token == pytest.approx(wanted.by_token, abs=1e-4)


def test_it_holds_keys_and_values_of_one_row(model: EditableModel) -> None:
    prefix = prefix_of(model)
    assert prefix.bytes == len(prefix.token_ids) * LAYERS * KV_HEADS * HEAD_DIM * 2 * 4


def test_modules_do_not_read_it(model: EditableModel) -> None:
    with pytest.raises(TypeError, match="packed layers"):
        of_modules(prefix_of(model))
