"""Gist tokens that begin as means of spans of their edit."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.config import Settings
from app.model import EditableModel
from app.model.editor import with_span_means
from app.model.spans import spans_of
from tests.model.comparing import assert_same
from tests.tiny_models import SLOTS, tiny_adapter, tiny_backbone

EDITS = ["Tea: 4 min", "Ten: 5 min", "The refund window is 45 days.", "A"]


@given(st.integers(1, 200), st.integers(1, 16))
def test_spans_cover_a_text_in_order_and_none_is_empty(length: int, count: int) -> None:
    spans = spans_of(length, count)
    assert len(spans) == count
    assert all(span and span.start >= 0 and span.stop <= length for span in spans)
    assert {token for span in spans for token in span} == set(range(length))
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert max(map(len, spans)) - min(map(len, spans)) <= 1


def test_no_spans_of_none() -> None:
    assert spans_of(5, 0) == []


def test_the_last_gists_hold_the_mean_of_their_span() -> None:
    hidden = torch.arange(24.0).view(1, 6, 4)  # four tokens of text, two gists of which one is a mean
    shares = torch.tensor([[[0, 0.5, 0.5, 0, 0, 0]]])
    changed = with_span_means(hidden, torch.tensor([[4, 5]]), shares)
    assert torch.equal(changed[0, 5], hidden[0, 1:3].mean(0))
    assert torch.equal(changed[0, :5], hidden[0, :5])


@pytest.fixture(scope="module")
def model() -> EditableModel:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, selection_slots=1, span_means=True)
    return EditableModel.assemble(backbone, adapter, "compressed", Settings(compress_batch=64))


def test_compressed_together_is_compressed_one_by_one(model: EditableModel) -> None:
    together = model.compress(EDITS)
    for gist, text in zip(together.gists, EDITS, strict=True):
        (alone,) = model.compress([text])
        assert torch.equal(gist.keys, alone.keys)
        assert torch.equal(gist.values, alone.values)


def test_means_change_the_slots_that_hold_them_and_no_other(model: EditableModel) -> None:
    assert model.adapter is not None
    card = model.adapter.card.model_copy(update={"span_means": False})
    learnt = EditableModel.assemble(
        model.backbone, tiny_adapter(model.backbone, **card.model_dump()), "compressed", Settings()
    )
    (means,), (other,) = model.compress(EDITS[2:3]), learnt.compress(EDITS[2:3])
    assert means.slots == SLOTS
    assert_same(means.selection, other.selection)
    assert torch.equal(means.keys[..., :1, :], other.keys[..., :1, :])
    assert not torch.allclose(means.keys[..., 1:, :], other.keys[..., 1:, :])
    assert means.made_by != other.made_by
