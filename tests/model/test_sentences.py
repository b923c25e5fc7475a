"""Sentence embeddings as the last part of selection: what they add, and that without them nothing changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from app.model import EditableModel, load_adapter, save_adapter
from app.model.adapter import GIST_FILE
from app.model.pool_file import open_pool
from app.model.pool_writing import save_pool
from app.model.prompts import asked_in, prompt_of
from app.model.sentences import SentencePart, save_sentences
from app.model.text_vectors import SCALE, TextVectors
from app.model.whole_pool import reading_all
from tests.tiny_models import tiny_adapter, tiny_backbone, tiny_model

EDITS = ["The capital of France is Lyon.", "The office closes at six.", "Refunds take 45 days."]
QUESTIONS = ["Which city is the capital of France?", "How long do refunds take?", "The office closes at"]
ADDED, COSINE = 12.0, 0.5


def with_sentences(added: float = ADDED, cosine: float = COSINE) -> EditableModel:
    """The tiny model, whose selection sentence embeddings take part in."""
    model = tiny_model()
    assert model.adapter is not None
    selection = replace(
        model.adapter.selection, sentence_scale=torch.tensor(added), sentence_cosine=torch.tensor(cosine)
    )
    adapter = replace(model.adapter, selection=selection)
    return EditableModel.assemble(tiny_backbone(), adapter, "compressed", model.settings)


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return with_sentences()


def test_a_question_is_found_in_its_prompt() -> None:
    for text in ("What is new?", "The office closes at", "Q: A:?"):
        assert asked_in(prompt_of(text)) == text


def test_logits_grow_with_the_cosine_of_sentence_embeddings(model: EditableModel) -> None:
    without, vectors = tiny_model(), TextVectors()
    for question in QUESTIONS:
        ours, keys = (one.answer(question, one.compress(EDITS)).evidence.selection for one in (model, without))
        cosines = (vectors.of([question]) @ vectors.of(EDITS).T)[0].numpy() / SCALE
        assert ours.logits - keys.logits == pytest.approx(ADDED * (cosines - COSINE), abs=1e-3)
        assert ours.zero_logit == pytest.approx(keys.zero_logit, abs=1e-4)
        assert ours.layers == (*keys.layers, -1)
        assert ours.by_layer.sum(0) == pytest.approx(ours.logits, abs=1e-4)
        assert ours.by_layer[-1] == pytest.approx(ADDED * (cosines - COSINE), abs=1e-3)


def test_questions_together_are_selected_as_alone(model: EditableModel) -> None:
    pool = model.compress(EDITS)
    for answer in model.answer_many(QUESTIONS, pool):
        alone = model.answer(answer.question, pool)
        assert answer.token_ids == alone.token_ids
        assert answer.evidence.selection.logits == pytest.approx(alone.evidence.selection.logits, abs=1e-4)


def test_gists_in_a_folder_are_selected_alike(model: EditableModel, tmp_path: Path) -> None:
    pool = model.compress(EDITS)
    save_pool(pool, tmp_path / "pool")
    for question in QUESTIONS:
        kept, held = (model.answer(question, one) for one in (open_pool(tmp_path / "pool"), pool))
        assert kept.evidence.selection.logits == pytest.approx(held.evidence.selection.logits, abs=0.2)


def test_gists_made_with_them_are_of_another_maker(model: EditableModel) -> None:
    without, other = tiny_model(), with_sentences(cosine=0.6)
    makers = {one.compress([]).made_by for one in (model, without, other)}
    assert len(makers) == 3
    assert with_sentences(added=0.0).compress([]).made_by == without.compress([]).made_by


def test_an_adapter_keeps_them(tmp_path: Path) -> None:
    backbone = tiny_backbone()
    save_adapter(tiny_adapter(backbone), tmp_path, dtype=torch.float32)
    before = load_adapter(tmp_path)
    sha256 = before.weights_sha256
    assert SentencePart.of(before.selection) is None
    save_sentences(tmp_path, ADDED, COSINE)
    after = load_adapter(tmp_path)
    part = SentencePart.of(after.selection)
    assert part is not None and (part.scale, part.cosine) == (ADDED, COSINE)
    assert after.weights_sha256 != sha256
    for name in ("mean", "zero_key", "zero_logit", "log_scale", "layer_logits"):
        assert torch.equal(getattr(after.selection, name), getattr(before.selection, name))


def test_who_reads_everything_selects_by_nothing(model: EditableModel) -> None:
    whole = reading_all(model)
    assert whole.answerer.selector.sizes == model.answerer.selector.sizes
    assert not whole.answerer.selector.question_vectors(["Q: Tea?\nA:"]).any()


def test_adapters_from_before_have_none(tmp_path: Path) -> None:
    save_adapter(tiny_adapter(tiny_backbone()), tmp_path, dtype=torch.float32)
    file = tmp_path / GIST_FILE
    save_file({name: one for name, one in load_file(file).items() if "sentence" not in name}, file)
    assert SentencePart.of(load_adapter(tmp_path).selection) is None
