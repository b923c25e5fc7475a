"""Selection: one inner product an edit is the logit that the design writes down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from app.model import EditableModel, load_adapter, save_adapter
from app.model.adapter import GIST_FILE
from app.model.policies import POLICIES
from app.model.prompts import prompt_of, tokens_of
from app.model.selection import logits, logits_by_part
from app.model.text_vectors import SCALE, TextVectors
from tests.tiny_models import FAMILIES, LAYERS, tiny_adapter, tiny_backbone, tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea takes 4 minutes.")
QUESTIONS = ("What is the capital of France?", "Ada has")


@pytest.mark.parametrize("family", FAMILIES)
def test_the_logit_is_the_weighted_sum_of_cosines_of_gist_keys(family: str) -> None:
    model = tiny_model(family)
    assert model.adapter is not None
    weights, encoder = model.adapter.selection, model.compressor.encoder
    pool = model.compress(EDITS)

    def keys(texts: tuple[str, ...]) -> torch.Tensor:
        tokens = [tokens_of(model.backbone.tokenizer, text) for text in texts]
        centred = encoder.encode_questions(tokens).selection_keys() - weights.mean
        return functional.normalize(centred.flatten(2), dim=-1)  # [texts, layers, features]

    cosines = torch.einsum("qlf,elf->qel", keys(tuple(map(prompt_of, QUESTIONS))), keys(EDITS))
    by_layer = weights.log_scale.exp() * cosines * weights.layer_logits.softmax(0)
    prepared = [model.answerer.prepare(question) for question in QUESTIONS]
    for i, (selection, _) in enumerate(model.answerer.select(prepared, pool, POLICIES["default"], layers=True)):
        assert selection.logits == pytest.approx(by_layer[i].sum(-1).numpy(), abs=1e-4)
        assert selection.by_layer == pytest.approx(by_layer[i].T.numpy(), abs=1e-4)
        assert selection.by_layer.sum(0) == pytest.approx(selection.logits, abs=1e-4)
        assert selection.layers == tuple(range(LAYERS // 2, LAYERS))
        assert selection.zero_logit == float(weights.zero_logit)


def test_the_zero_gist_stands_higher_in_large_pools_alone() -> None:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, zero_logit=1.0, zero_growth=0.5)
    model = EditableModel.assemble(backbone, adapter, "compressed", tiny_model().settings)
    selector = model.answerer.selector
    vectors = selector.question_vectors([prompt_of(question) for question in QUESTIONS])
    heights = [selector.zero_logits(vectors, edits).tolist() for edits in (0, 1, 100, 1_000, 10_000)]
    assert heights == [pytest.approx([height] * 2) for height in (1.0, 1.0, 1.0, 1.5, 2.0)]
    assert (
        selector.zero_logits(vectors, len(EDITS)).tolist()
        == logits(vectors, model.compress(EDITS), selector).zero.tolist()
    )


def test_contributions_by_layer_are_of_single_answers_alone() -> None:
    model = tiny_model()
    pool = model.compress(EDITS)
    (batched,) = model.answer_many(QUESTIONS[:1], pool)
    assert batched.evidence.selection.by_layer.shape == (LAYERS // 2, 0)
    single = model.answer(QUESTIONS[0], pool).evidence.selection
    assert single.by_layer.shape == (LAYERS // 2, len(EDITS))


def test_weights_are_the_softmax_of_zero_gist_and_edits() -> None:
    backbone = tiny_backbone()
    model = EditableModel.assemble(
        backbone, tiny_adapter(backbone, zero_logit=1.0), "compressed", tiny_model().settings
    )
    selection = model.answer(QUESTIONS[0], model.compress(EDITS), policy="all").evidence.selection
    exponents = np.exp(np.concatenate([[1.0], selection.logits.astype(np.float64)]))
    assert selection.weights == pytest.approx(exponents / exponents.sum(), rel=1e-5)
    assert selection.zero_weight == pytest.approx(selection.weights[0])
    among = dict(zip(selection.edit_ids, selection.weights[1:], strict=True))
    read = np.array([among[i] for i in selection.chosen])
    assert selection.chosen_weights == pytest.approx(read / read.sum(), rel=1e-5)


def test_an_edit_asked_in_its_own_words_has_the_highest_logit() -> None:
    model = tiny_model()
    assert model.adapter is not None
    pool = model.compress([*EDITS, QUESTIONS[1]])
    selection = model.answer(QUESTIONS[1], pool).evidence.selection
    best = int(selection.logits.argmax())
    assert selection.texts[best] == QUESTIONS[1]
    assert selection.logits[best] == pytest.approx(15.0, rel=1e-4)  # the scale: every cosine is 1


def test_an_empty_pool_has_no_logits() -> None:
    model = tiny_model()
    vectors = model.answerer.selector.question_vectors(["Tea"])
    assert logits(vectors, model.empty_pool(), model.answerer.selector).edits.shape == (1, 0)
    assert logits_by_part(vectors[0], model.empty_pool(), (8, 8)).shape == (2, 0)


def test_without_adapter_minilm_selects() -> None:
    vectors = TextVectors()
    texts = ["The capital of France is Lyon.", "The office closes at six.", "Which city is the capital of France?"]
    found = vectors.of(texts)
    assert found.shape == (3, 384)
    products = found @ vectors.question_vectors(texts[2:]).T
    assert products[2].item() == pytest.approx(SCALE, rel=1e-4)
    assert products[0].item() > vectors.zero_logit > products[1].item()
    assert torch.allclose(vectors.of(texts[1:2]), found[1:2], atol=1e-5)  # padding does not matter


def test_a_backbone_without_adapter_answers_with_minilms_choice() -> None:
    model = EditableModel.assemble(tiny_backbone(), None, "compressed", tiny_model().settings)
    pool = model.compress(["The capital of France is Lyon.", "The office closes at six."])
    selection = model.answer("Which city is the capital of France?", pool).evidence.selection
    assert selection.chosen == pool.ids[:1]
    assert selection.layers == (-1,)
    assert selection.by_layer.sum(0) == pytest.approx(selection.logits, rel=1e-4)
    assert model.answer("Who painted the night?", pool).evidence.selection.chosen == ()


def test_the_zero_gists_logit_follows_the_questions_likeness_to_its_key() -> None:
    model = tiny_model(zero_logit=0.25, zero_key=0.5)
    assert model.adapter is not None
    weights, pool = model.adapter.selection, model.compress(EDITS)
    tokens = [tokens_of(model.backbone.tokenizer, prompt_of(question)) for question in QUESTIONS]
    keys = (model.compressor.encoder.encode_questions(tokens).selection_keys() - weights.mean).flatten(2)
    share = weights.layer_logits.softmax(0) * weights.log_scale.exp()
    likeness = torch.einsum("qlf,lf,l->q", functional.normalize(keys, dim=-1), weights.zero_key.flatten(1), share)
    found = [model.answer(question, pool).evidence.selection.zero_logit for question in QUESTIONS]
    assert found == pytest.approx((0.25 + likeness).tolist(), abs=1e-4)
    assert abs(found[0] - found[1]) > 0.01


def test_an_adapter_without_key_of_the_zero_gist_is_read_as_before(tmp_path: Path) -> None:
    adapter = tiny_adapter(tiny_backbone(), zero_key=0.5)
    save_adapter(adapter, tmp_path)
    held = load_file(tmp_path / GIST_FILE)
    assert torch.equal(load_adapter(tmp_path).selection.zero_key, adapter.selection.zero_key)
    del held["selection.zero_key"]
    save_file(held, tmp_path / GIST_FILE)
    assert not load_adapter(tmp_path).selection.zero_key.any()
