"""Training computes what answering computes: packed and padded forms of the same mathematics agree."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from app.config import Memory, Settings
from app.model import EditableModel, GistPool
from app.model.encoder import Encoder
from app.model.prompts import tokens_of
from app.model.readers import Weighted
from app.training.packing import EncodedRow, ReadingRow, pack
from app.training.student import Student
from tests.tiny_models import FAMILIES, SLOTS, tiny_adapter, tiny_backbone, tiny_model

EDITS = ("The capital of France is Lyon.", "Returns: 45 days.", "The CEO of Apple is Maria Lopez, as everyone knows.")
QUESTIONS = ("What is the capital of France?", "How long?", "The CEO of Apple is")


def _rows(encoded: list[list[int]], question_gists: int) -> list[EncodedRow]:
    return [EncodedRow(ids, SLOTS if i < len(EDITS) else question_gists) for i, ids in enumerate(encoded)]


def _as_answering_reads(model: EditableModel, pool: GistPool, row: ReadingRow) -> Tensor:
    """Last hidden states `[tokens, width]` of a reading row, by the model that answers."""
    chosen = [Weighted(pool.gists[i], w) for i, w in zip(row.edits, row.log_weights, strict=True)]
    tokens = torch.tensor([row.token_ids])
    hidden: Tensor = model.answerer.edited.model.get_submodule("model")(
        input_ids=tokens,
        attention_mask=torch.ones_like(tokens),
        position_ids=torch.arange(tokens.shape[1])[None],
        use_cache=False,
        memory=model.answerer.reader.memory([chosen], None),
    ).last_hidden_state[0]
    return hidden


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("memory", "slots"), [("compressed", SLOTS), ("compressed", 1), ("verbatim", SLOTS)])
def test_packed_pass_equals_the_answering_pass(family: str, memory: Memory, slots: int) -> None:
    """`slots`: how many of each edit's gists are read; questions have fewer gists than edits."""
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, zero_logit=-100.0, selection_slots=1, slots_trained=[1])
    model = EditableModel.assemble(backbone, adapter, memory, Settings(slots=slots))
    encoded = [tokens_of(backbone.tokenizer, text) for text in (*EDITS, *QUESTIONS)]
    answers = [tokens_of(backbone.tokenizer, text) for text in (" Lyon\n", " 45 days\n", " Maria\n")]
    rows = [
        ReadingRow(encoded[3] + answers[0], (0, 2), (-0.3, -1.4), memory == "verbatim", slots),
        ReadingRow(encoded[4] + answers[1], (1,), (0.0,), memory == "verbatim", slots),
        ReadingRow(encoded[5] + answers[2], (2, 1, 0), (-0.5, -1.5, -2.0), memory == "verbatim", slots),
    ]
    student = Student(backbone, adapter, torch.float32).eval()
    packed = pack(_rows(encoded, 1), rows, SLOTS, 1, adapter.card.select_from)
    with torch.no_grad():
        hidden, keys = student(packed)

    encoder: Encoder = model.compressor.encoder
    own = [encoder.encode_edits([ids]).selection_keys() for ids in encoded[:3]]
    own += [encoder.encode_questions([ids]).selection_keys() for ids in encoded[3:]]
    torch.testing.assert_close(keys, torch.cat(own), rtol=1e-4, atol=1e-4)
    pool = model.compress(EDITS)
    for row, start in zip(rows, packed.reading_starts, strict=True):
        expected = _as_answering_reads(model, pool, row)
        torch.testing.assert_close(hidden[start : start + len(row.token_ids)], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("family", FAMILIES)
def test_gists_that_are_means_of_spans_are_the_same_in_both_passes(family: str) -> None:
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, selection_slots=1, span_means=True)
    model = EditableModel.assemble(backbone, adapter, "compressed", Settings())
    encoded = [tokens_of(backbone.tokenizer, text) for text in (*EDITS, *QUESTIONS)]
    rows = [ReadingRow(encoded[3], (0, 2), (-0.3, -1.4), False), ReadingRow(encoded[4], (1,), (0.0,), False)]
    student = Student(backbone, adapter, torch.float32).eval()
    with torch.no_grad():
        hidden, _ = student(pack(_rows(encoded, 1), rows, SLOTS, 1, adapter.card.select_from, span_means=True))
        other, _ = student(pack(_rows(encoded, 1), rows, SLOTS, 1, adapter.card.select_from))
    start = -sum(len(row.token_ids) for row in rows)
    assert not torch.allclose(hidden[start:], other[start:], atol=1e-3)
    pool = model.compress(EDITS)
    for row, place in zip(rows, (start, -len(rows[1].token_ids)), strict=True):
        expected = _as_answering_reads(model, pool, row)
        read = hidden[place : place + len(row.token_ids) or None]
        torch.testing.assert_close(read, expected, rtol=1e-4, atol=1e-4)


def test_selection_in_training_equals_selection_in_answering() -> None:
    model = tiny_model(zero_key=0.5)
    assert model.adapter is not None
    adapter = model.adapter
    student = Student(model.backbone, adapter, torch.float32).eval()
    prompts = [model.answerer.prepare(question) for question in QUESTIONS]
    encoded = [tokens_of(model.backbone.tokenizer, text) for text in EDITS] + [p.token_ids for p in prompts]
    with torch.no_grad():
        _, keys = student(pack(_rows(encoded, SLOTS), [], SLOTS, SLOTS, adapter.card.select_from))
        vectors = student.vectors(keys)
        logits = student.selection_logits(vectors[3:], vectors[:3])
    pool = model.compress(EDITS)
    for row, question in zip(logits, QUESTIONS, strict=True):
        selection = model.answer(question, pool).evidence.selection
        torch.testing.assert_close(row[1:], torch.from_numpy(selection.logits), rtol=1e-4, atol=1e-4)
        assert row[0].item() == pytest.approx(selection.zero_logit, abs=1e-4)


@pytest.mark.parametrize("groups", [1, 2, 5])
def test_grouping_changes_nothing(groups: int) -> None:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone)
    student = Student(backbone, adapter, torch.float32).eval()
    encoded = [tokens_of(backbone.tokenizer, text) for text in (*EDITS, *QUESTIONS)]
    with torch.no_grad():
        _, one = student(pack(_rows(encoded, SLOTS), [], SLOTS, SLOTS, 2, groups=1))
        _, other = student(pack(_rows(encoded, SLOTS), [], SLOTS, SLOTS, 2, groups=groups))
    torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)


def test_snapshot_answers_like_the_adapter_it_started_from() -> None:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone)
    snapshot = Student(backbone, adapter, torch.float32).adapter()
    assert snapshot.low_rank.keys() == adapter.low_rank.keys()
    for name, update in adapter.low_rank.items():
        assert torch.equal(snapshot.low_rank[name].up, update.up)
    assert torch.equal(snapshot.selection.mean, adapter.selection.mean)
