"""Evidence as data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.model import Answer, EditableModel, GistPool, tensors_of
from app.model.evidence import ZERO_ID, ZERO_TEXT
from app.model.memory import ReadingTrace
from tests.model.comparing import READINGS, memory_of, row_logits
from tests.tiny_models import FAMILIES, HEADS, LAYERS, SLOTS, tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea takes 4 minutes.", "The gate opens at nine.")
QUESTION = "What is the capital of France?"


def asked(policy: str = "top-2", **options: Any) -> tuple[EditableModel, GistPool, Answer]:
    model = tiny_model(**options)
    pool = model.compress(EDITS)
    return model, pool, model.answer(QUESTION, pool, policy=policy)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("reader", "memory"), READINGS)
def test_slots_and_sequence_share_all_of_the_attention(family: str, reader: str, memory: Any) -> None:
    _, pool, answer = asked(family=family, reader=reader, memory=memory)
    reading = answer.evidence.reading
    assert reading is not None
    slots = sum(pool[i].slots for i in answer.evidence.selection.chosen)
    assert reading.mass.shape == (len(answer.tokens), LAYERS // 2, HEADS, slots)
    assert reading.self_mass.shape == (len(answer.tokens), LAYERS // 2, HEADS)
    assert reading.mass.dtype == np.float32
    assert reading.mass.min() >= 0
    assert reading.mass.sum(-1) + reading.self_mass == pytest.approx(np.ones_like(reading.self_mass), abs=1e-5)
    assert reading.layers == tuple(range(LAYERS // 2, LAYERS))
    assert len(reading.slot_labels) == len(reading.slot_edit_ids) == slots


def test_every_slot_knows_its_edit() -> None:
    _, pool, answer = asked(memory="verbatim")
    reading, chosen = answer.evidence.reading, answer.evidence.selection.chosen
    assert reading is not None
    assert list(dict.fromkeys(reading.slot_edit_ids)) == list(chosen)
    for edit in chosen:
        labels = [s for i, s in zip(reading.slot_edit_ids, reading.slot_labels, strict=True) if i == edit]
        assert "".join(labels) == pool[edit].text
        own = [place for place, i in enumerate(reading.slot_edit_ids) if i == edit]
        assert reading.of_edit(edit) == pytest.approx(reading.mass[..., own].sum(-1))
    assert reading.of_edit("nowhere").sum() == 0


@pytest.mark.parametrize("policy", ["default", "top-2", "all"])
def test_the_table_has_a_row_an_edit_and_one_for_the_zero_gist(policy: str) -> None:
    _, pool, answer = asked(policy)
    frame, selection, reading = answer.evidence.by_edit(), answer.evidence.selection, answer.evidence.reading
    assert reading is not None
    assert list(frame.columns) == ["edit_id", "text", "logit", "weight", "read", "mass"]
    assert (frame["edit_id"][0], frame["text"][0]) == (ZERO_ID, ZERO_TEXT)
    assert frame["weight"].sum() == pytest.approx(1)
    assert frame["weight"][1:].is_monotonic_decreasing
    assert sorted(frame["edit_id"][1:]) == sorted(pool.ids)
    assert set(frame.loc[frame["read"], "edit_id"]) == set(selection.chosen)
    assert (frame["mass"].notna() == frame["read"]).all()
    for row in frame[1:].to_dict("records"):
        edit = str(row["edit_id"])
        assert row["text"] == pool[edit].text
        assert row["logit"] == pytest.approx(selection.logits[pool.ids.index(edit)])
        if row["read"]:
            assert row["mass"] == pytest.approx(reading.of_edit(edit).mean())
    total = frame["mass"].sum() + reading.self_mass.mean()
    assert total == pytest.approx(1, abs=1e-5)


def test_without_a_pool_there_is_the_zero_gist_alone() -> None:
    answer = tiny_model().answer(QUESTION)
    frame = answer.evidence.by_edit()
    assert frame["edit_id"].tolist() == [ZERO_ID]
    assert frame["weight"].tolist() == [1.0]
    assert answer.evidence.selection.zero_weight == 1.0


def test_without_recording_the_mass_is_missing_and_the_rest_is_there() -> None:
    model = tiny_model()
    frame = model.answer(QUESTION, model.compress(EDITS), record=False).evidence.by_edit()
    assert frame["mass"].isna().all()
    assert frame["read"].sum() == 1


def test_a_heavier_edit_is_read_more() -> None:
    """Two edits of equal keys: the mass on them is in the proportion of their weights."""
    model = tiny_model()
    pool = model.compress(EDITS[:1])
    pool += replace(pool, gists=(replace(pool.gists[0], id="twin"),))
    trace = ReadingTrace()
    trace.start_pass()
    row_logits(model.answerer.edited.model, [[20, 21, 22]], memory_of(model, pool, [{0: 0.8, 1: 0.2}], trace))
    for mass in trace.slot_mass[0].values():
        shares = mass[0, :, :SLOTS].sum(-1) / mass[0].sum(-1)
        assert shares.numpy() == pytest.approx(np.full(HEADS, 0.8), rel=1e-3)


def test_raw_arrays_by_name() -> None:
    _, _, answer = asked()
    arrays = tensors_of(answer)
    assert arrays.keys() == {
        "selection.logits",
        "selection.zero_logit",
        "selection.by_layer",
        "selection.layers",
        "selection.weights",
        "answer.token_ids",
        "reading.mass",
        "reading.self_mass",
        "reading.layers",
    }
    assert all(isinstance(array, np.ndarray) for array in arrays.values())
    assert "reading.mass" not in tensors_of(tiny_model().answer(QUESTION))
