"""A model that is lent a GPU piece by piece: the same answers, through `spaces` and through a forked process."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Generator
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
import spaces
import torch
from spaces.utils import SimpleQueue

from app.config import Settings
from app.errors import BackboneError, Cancelled, LendingError, PoolError
from app.model import EditableModel, GistPool
from app.model.lending import zero_gpu
from app.model.lending.borrowing import BorrowingAnswerer, borrowing
from app.model.lending.parcels import Gists
from app.model.lending.pieces import Piece
from app.model.tuned import with_tuned_reader
from app.service.core import load_model
from tests.tiny_models import tiny_adapter, tiny_backbone, tiny_model

EDITS = ["The capital of France is Lyon.", "Tea is served at four.", "The vault's code is 7781."]
QUESTION = "When is tea served?"
SECONDS = 120
"""For a forked process, on a busy machine."""

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model("llama")


@pytest.fixture(scope="module")
def pool(model: EditableModel) -> GistPool:
    return model.compress(EDITS)


def through_spaces(model: EditableModel) -> EditableModel:
    return zero_gpu.lent(model)


def through_a_fork(model: EditableModel) -> EditableModel:
    zero_gpu.lent(model)
    return borrowing(model, forked)


WAYS = [through_spaces, through_a_fork]


@pytest.mark.parametrize("way", WAYS)
def test_answers_and_evidence_are_the_same(
    model: EditableModel, pool: GistPool, way: Callable[[EditableModel], EditableModel]
) -> None:
    own, lent = (one.answer(QUESTION, pool, policy="top-2") for one in (model, way(model)))
    assert own.evidence.selection.chosen and own.evidence.reading is not None
    assert lent.evidence.reading is not None and not zero_gpu.offered()
    assert (lent.text, lent.original, lent.token_ids) == (own.text, own.original, own.token_ids)
    assert lent.log_probabilities == pytest.approx(own.log_probabilities, abs=1e-4)
    assert lent.evidence.reading.mass == pytest.approx(own.evidence.reading.mass, abs=1e-4)
    assert lent.evidence.reading.slot_edit_ids == own.evidence.reading.slot_edit_ids
    assert lent.evidence.by_edit()["logit"].tolist() == pytest.approx(own.evidence.by_edit()["logit"].tolist())


@pytest.mark.parametrize("way", WAYS)
def test_everything_else_is_the_same(
    model: EditableModel, pool: GistPool, way: Callable[[EditableModel], EditableModel]
) -> None:
    lent = way(model)
    gists = lent.compress(EDITS)
    assert gists.made_by == pool.made_by and gists.ids == pool.ids
    assert all(torch.allclose(one.keys, other.keys, atol=1e-5) for one, other in zip(gists, pool, strict=True))
    many = [QUESTION, "Who wrote Hamlet?", "What is the capital of France?"]
    assert [answer.text for answer in lent.answer_many(many, gists, policy="ungated", original=True)] == [
        answer.text for answer in model.answer_many(many, pool, policy="ungated", original=True)
    ]
    score = lent.score(QUESTION, "At four", gists, policy="ungated").log_probability
    assert score == pytest.approx(model.score(QUESTION, "At four", pool, policy="ungated").log_probability, abs=1e-4)
    answer = model.answer(QUESTION, pool, policy="top-2")
    changes, wanted = (one.leave_one_out(answer, pool)["change_in_log_probability"] for one in (lent, model))
    assert changes.tolist() == pytest.approx(wanted.tolist(), abs=1e-4) and len(changes)


def test_what_is_read_travels_and_nothing_else(model: EditableModel) -> None:
    """What goes over with a question does not grow with the pool, and no tensor's memory is shared."""
    sizes: list[int] = []

    def weighing(piece: Piece) -> Generator[Any, None, None]:
        packed = bytes(ForkingPickler.dumps(piece))
        sizes.append(len(packed))
        assert b"torch" not in packed
        for step in zero_gpu.work(piece):
            assert b"torch" not in bytes(ForkingPickler.dumps(step))
            yield step

    zero_gpu.lent(model)
    lent = borrowing(model, weighing)
    small = model.compress(EDITS)
    large = small + model.compress([f"Room {number} is closed." for number in range(40)])
    chosen = lent.answer(QUESTION, small, policy="ungated").evidence.selection.chosen
    answer = lent.answer(QUESTION, large.only([*chosen, *(i for i in large.ids if i not in chosen)]), policy="ungated")
    assert len(answer.evidence.selection.logits) == len(large)
    encoding, few, again, many = sizes
    assert encoding == again and many < 1.2 * few


def test_gists_arrive_as_they_were(pool: GistPool) -> None:
    rounded = tuple(
        replace(gist, keys=gist.keys.bfloat16(), values=gist.values.bfloat16().transpose(1, 2)) for gist in pool
    )
    for before, after in zip(rounded, Gists.of(rounded).unpacked(), strict=True):
        assert (after.id, after.text, after.labels, after.made_by) == (
            before.id,
            before.text,
            before.labels,
            before.made_by,
        )
        for name in ("keys", "values", "selection"):
            sent, came = getattr(before, name), getattr(after, name)
            assert sent.dtype == came.dtype and torch.equal(sent, came)


def test_our_errors_come_back_whole(model: EditableModel, pool: GistPool, monkeypatch: pytest.MonkeyPatch) -> None:
    lent = through_a_fork(model)
    monkeypatch.setattr(zero_gpu, "_model", None)
    with pytest.raises(LendingError, match="There is no model here"):
        lent.answer(QUESTION, pool)
    foreign = GistPool(tuple(replace(gist, made_by="another") for gist in pool), "another")
    with pytest.raises(PoolError):
        lent.answer(QUESTION, foreign)


def test_why_the_gpu_was_not_lent_is_told(
    model: EditableModel, pool: GistPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(**_options: Any) -> Any:
        def refuse(_piece: Piece) -> Generator[Any, None, None]:
            raise gr.Error("You have exceeded your free ZeroGPU quota.")
            yield

        return lambda _work: refuse

    monkeypatch.setattr(spaces, "GPU", refusing)
    with pytest.raises(LendingError, match="exceeded your free ZeroGPU quota"):
        zero_gpu.lent(model).answer(QUESTION, pool)


def test_who_stops_is_waited_for_no_longer(model: EditableModel, pool: GistPool) -> None:
    ended: list[int] = []

    def counting(piece: Piece) -> Generator[Any, None, None]:
        made = 0
        try:
            for step in zero_gpu.work(piece):
                made += 1
                yield step
        finally:
            ended.append(made)

    zero_gpu.lent(model)
    parts = borrowing(model, counting).stream(QUESTION, pool, policy="ungated", stop_asked=lambda: len(seen) == 2)
    seen: list[Any] = []
    with pytest.raises(Cancelled):
        for part in parts:
            seen.append(part)  # noqa: PERF402 - counted while it grows
    assert ended == [1, 2]  # the encoding of the question, and two tokens of its answer


def test_exchanged_weights_answer_themselves(model: EditableModel) -> None:
    lent, adapter = zero_gpu.lent(model), tiny_adapter(model.backbone, low_rank=0.5)
    wanted, found = (with_tuned_reader(one, adapter).answer_many([QUESTION])[0] for one in (model, lent))
    assert found.text == wanted.text != model.answer_many([QUESTION])[0].text


def test_on_a_space_the_weights_lie_in_ordinary_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backbone = tiny_backbone("llama")
    backbone.model.save_pretrained(tmp_path)  # type: ignore[operator]  # nn.Module to mypy
    backbone.tokenizer.save_pretrained(tmp_path)
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)  # as `spaces` has it there, in this process too
    settings = Settings(backbone=str(tmp_path), packed=False)
    loaded = load_model(settings, lambda _step, _fraction: None)
    assert (loaded.backbone.precision, loaded.backbone.device.type) == ("bfloat16", "cpu")
    assert zero_gpu.device_of(loaded) == "cuda (ZeroGPU)"
    assert isinstance(loaded.answerer, BorrowingAnswerer)
    with pytest.raises(BackboneError, match="nf4"):
        load_model(settings.model_copy(update={"precision": "nf4"}), lambda _step, _fraction: None)


def forked(piece: Piece) -> Generator[Any, None, None]:
    """As `spaces` does it on ZeroGPU, with its queues, but for the GPU."""
    asked, steps = SimpleQueue(), SimpleQueue()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(asked, steps), daemon=True)
    process.start()
    asked.put(piece)
    while (step := steps.get()) is not None:
        if isinstance(step, zero_gpu.Failed):
            raise step.error
        yield step
    process.join(SECONDS)
    assert process.exitcode == 0


def _work(asked: Any, steps: Any) -> None:
    for step in zero_gpu.work(asked.get()):
        steps.put(step)
    steps.put(None)
