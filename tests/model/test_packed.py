"""Packed layers: the same answers as transformers', from weights in groups; a token's numbers whatever is beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.config import Settings
from app.model import EditableModel
from app.model.memory import ReadingTrace
from app.model.packed import opening
from app.model.packed.weights import kept_or_packed
from app.model.policies import POLICIES
from app.model.prompts import prompt_of, tokens_of
from app.model.tuned import with_tuned_reader
from tests.model.comparing import assert_same, memory_of, step_logits
from tests.tiny_models import LAYERS, tiny_adapter, tiny_backbone, tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea: 4 minutes.", "x")
QUESTIONS = ("What is the capital of France?", "Ada has", "How long does tea take to be ready?", "Tea")
STEPS = 6


@pytest.fixture(scope="module")
def model() -> EditableModel:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    found = tiny_model(grouped=True, zero_logit=-100.0)
    assert found.answerer.plain.packed is not None
    return found


@pytest.fixture(scope="module")
def through_modules(model: EditableModel) -> EditableModel:
    """The same model, which answers through transformers."""
    settings = model.settings.model_copy(update={"packed": False})
    return EditableModel.assemble(model.backbone, model.adapter, model.memory, settings)


def prompts_of(model: EditableModel) -> list[list[int]]:
    return [tokens_of(model.backbone.tokenizer, prompt_of(question)) for question in QUESTIONS]


# The same as transformers.


def test_logits_are_those_of_the_modules(model: EditableModel, through_modules: EditableModel) -> None:
    pool, prompts = model.compress(EDITS), prompts_of(model)
    rows = [{0: 1.0}, {1: 0.2, 2: 0.8}, {3: 1.0}, {3: 0.5, 0: 0.25, 1: 0.25}]
    for memory in (None, memory_of(model, pool, rows)):
        found, wanted = step_logits(model, prompts, STEPS, memory), step_logits(through_modules, prompts, STEPS, memory)
        assert len(found) == STEPS
        for ours, theirs in zip(found, wanted, strict=True):
            assert_same(ours, theirs)


def test_what_is_recorded_is_what_the_modules_record(model: EditableModel, through_modules: EditableModel) -> None:
    pool, prompts = model.compress(EDITS), prompts_of(model)[:1]
    traces = [ReadingTrace(), ReadingTrace()]
    for which, trace in zip((model, through_modules), traces, strict=True):
        step_logits(which, prompts, STEPS, memory_of(model, pool, [{0: 0.7, 1: 0.3}], trace))
    for name in ("slot_mass", "self_mass"):
        ours, theirs = (getattr(trace, name) for trace in traces)
        assert len(ours) == len(theirs) == STEPS
        for found, wanted in zip(ours, theirs, strict=True):
            assert found.keys() == wanted.keys() == {LAYERS - 2, LAYERS - 1}
            for layer, mass in found.items():
                assert_same(mass, wanted[layer])


def test_questions_are_encoded_as_the_modules_encode_them(model: EditableModel, through_modules: EditableModel) -> None:
    prompts = [prompt_of(question) for question in QUESTIONS]
    ours, theirs = (which.answerer.selector.question_vectors(prompts) for which in (model, through_modules))
    assert_same(ours, theirs)


def test_fewer_selection_slots_than_slots_stand_where_an_edits_do() -> None:
    pytest.importorskip("numba")
    model = tiny_model(grouped=True, slots=3, selection_slots=2)
    other = EditableModel.assemble(model.backbone, model.adapter, "compressed", Settings(packed=False))
    prompts = [prompt_of(question) for question in QUESTIONS]
    assert model.answerer.plain.packed is not None
    assert_same(*(which.answerer.selector.question_vectors(prompts) for which in (model, other)))


@pytest.mark.parametrize("memory", ["compressed", "verbatim"])
def test_answers_are_those_of_the_modules(model: EditableModel, memory: str) -> None:
    both = [
        EditableModel.assemble(model.backbone, model.adapter, memory, Settings(max_new_tokens=STEPS, packed=packed))  # type: ignore[arg-type]
        for packed in (True, False)
    ]
    pool = both[0].compress(EDITS)
    for question in QUESTIONS:
        for policy in ("default", "soft", "all"):
            ours, theirs = (which.answer(question, pool, policy=policy) for which in both)
            assert (ours.token_ids, ours.original) == (theirs.token_ids, theirs.original)
            assert ours.log_probabilities == pytest.approx(theirs.log_probabilities, rel=1e-3, abs=1e-4)


def test_without_adapter_edits_are_read_in_every_layer(model: EditableModel, no_adapter: None) -> None:
    both = [EditableModel.assemble(model.backbone, None, "verbatim", Settings(packed=p)) for p in (True, False)]
    pool, prompts = both[0].compress(EDITS), prompts_of(model)
    memory = memory_of(both[0], pool, [{0: 1.0}, {1: 0.2, 2: 0.8}, {3: 1.0}, {0: 0.5, 1: 0.5}])
    for ours, theirs in zip(*(step_logits(which, prompts, STEPS, memory) for which in both), strict=True):
        assert_same(ours, theirs)


# To the last bit.


def test_a_row_is_the_same_alone_and_in_a_batch(model: EditableModel) -> None:
    pool, prompts = model.compress(EDITS), [*prompts_of(model), *prompts_of(model)[::-1]]
    rows = [{i % 4: 1.0} for i in range(8)]
    for memory_rows in (None, rows):
        together = step_logits(
            model, prompts, STEPS, None if memory_rows is None else memory_of(model, pool, memory_rows)
        )
        for i, prompt in enumerate(prompts):
            alone = step_logits(
                model, [prompt], STEPS, None if memory_rows is None else memory_of(model, pool, [rows[i]])
            )
            for step in range(STEPS):
                assert torch.equal(together[step][i], alone[step][0])


def test_a_token_is_the_same_read_at_once_and_behind_a_cache(model: EditableModel) -> None:
    (prompt, *_), packed = prompts_of(model), model.answerer.edited.packed
    assert packed is not None
    memory = memory_of(model, model.compress(EDITS), [{0: 0.6, 2: 0.4}])
    at_once = packed.begin([prompt], 1, memory).first()
    passes = packed.begin([prompt[:1]], len(prompt), memory)
    found = passes.first()
    for token in prompt[1:]:
        found = passes.following(torch.tensor([token]), [0])
    assert torch.equal(found, at_once)


def test_going_on_from_the_encoded_question_is_beginning_anew(model: EditableModel) -> None:
    answerer, pool = model.answerer, model.compress(EDITS)
    for text in QUESTIONS:
        question = answerer.prepare(text)
        _, _, begun = answerer.select_one(question, pool, POLICIES["default"])
        assert begun is not None
        for decoder, start, memory in (
            (answerer.plain, begun.plain, None),
            (answerer.edited, begun.edited, memory_of(model, pool, [{0: 0.9, 1: 0.1}])),
        ):
            assert decoder.packed is not None
            (anew,) = decoder.packed.begin([question.token_ids], 1, memory).first()
            (resumed,) = decoder.packed.begin([question.token_ids], 1, memory, [start]).first()
            assert torch.equal(resumed, anew)


def test_many_answers_are_those_of_one_by_one_to_the_last_bit(model: EditableModel) -> None:
    adapter = tiny_adapter(model.backbone, zero_logit=6.0)  # some questions pass the gate, others do not
    gated = EditableModel.assemble(model.backbone, adapter, "compressed", model.settings)
    pool = gated.compress(EDITS)
    many = gated.answer_many([*QUESTIONS, *EDITS], pool, original=True)
    assert {bool(answer.evidence.selection.chosen) for answer in many} == {True, False}
    for answer in many:
        alone = gated.answer(answer.question, pool)
        assert (answer.token_ids, answer.original) == (alone.token_ids, alone.original)
        assert answer.log_probabilities == alone.log_probabilities
        assert answer.evidence.selection.logits == pytest.approx(alone.evidence.selection.logits, rel=1e-5, abs=1e-5)


def test_questions_of_any_length_are_written_together(model: EditableModel) -> None:
    assert len({len(ids) for ids in prompts_of(model)}) > 1
    done: list[float] = []
    model.answer_many(QUESTIONS, model.compress(EDITS), progress=lambda _, share: done.append(share))
    assert done == [1.0]


def test_no_edit_is_the_plain_answer(model: EditableModel) -> None:
    adapter = tiny_adapter(model.backbone, zero_logit=100.0)
    none_fits = EditableModel.assemble(model.backbone, adapter, "compressed", model.settings)
    for question in QUESTIONS:
        plain = none_fits.answer(question)
        answer = none_fits.answer(question, none_fits.compress(EDITS))
        assert answer.evidence.selection.chosen == ()
        assert (answer.token_ids, answer.log_probabilities) == (plain.token_ids, plain.log_probabilities)


def test_two_threads_with_different_pools_do_not_see_each_other(model: EditableModel) -> None:
    pools = [model.compress(EDITS[:1]), model.compress(EDITS[1:])]

    def ask(which: int) -> list[tuple[float, ...]]:
        return [model.answer(question, pools[which], policy="all").log_probabilities for question in QUESTIONS]

    wanted = [ask(0), ask(1)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, [0, 1] * 4))
    assert found == wanted * 4


# Where they are used, and where not.


def test_a_tree_put_in_the_backbones_place_is_not_answered_by_the_backbones_weights(model: EditableModel) -> None:
    adapter = tiny_adapter(model.backbone, reader="in-prompt", low_rank=0.5)
    tuned = with_tuned_reader(model, adapter)
    prompts = prompts_of(model)[:1]
    plain, changed = step_logits(model, prompts, STEPS, None)[0], step_logits(tuned, prompts, STEPS, None)[0]
    with torch.inference_mode():
        wanted = tuned.answerer.plain.model(torch.tensor(prompts)).logits[:, -1]
    assert_same(changed, wanted)
    assert (changed - plain).abs().max() > 0.01 * plain.abs().max()
    assert tuned.answerer.plain.any_lengths
    other = replace(model.answerer.plain, tree=tuned.answerer.plain.model)
    assert not other.any_lengths  # goes through transformers, where padding would round differently by batch
    ((through,), (packed,)) = (decoder.run(prompts, 1) for decoder in (other, tuned.answerer.plain))
    assert packed.log_probabilities == pytest.approx(through.log_probabilities, rel=1e-4)


def test_what_is_not_in_groups_or_of_another_family_goes_through_transformers(model: EditableModel) -> None:
    assert tiny_model().answerer.plain.packed is None
    assert tiny_model("qwen3", grouped=True).answerer.plain.packed is None
    assert tiny_model(grouped=True, settings=Settings(packed=False)).answerer.plain.packed is None


def test_layers_that_differ_from_transformers_are_not_used(
    model: EditableModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(opening.ALLOWED, "float32", 1e-12)
    other = EditableModel.assemble(model.backbone, model.adapter, "compressed", model.settings)
    assert other.answerer.plain.packed is None
    assert "differ from transformers" in caplog.text


def test_a_processor_that_cannot_compile_them_answers_all_the_same(
    model: EditableModel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_decoder: object, _module: object) -> float:
        raise RuntimeError("no such instruction")

    monkeypatch.setattr(opening, "_difference", fail)
    other = EditableModel.assemble(model.backbone, model.adapter, "compressed", model.settings)
    assert other.answerer.plain.packed is None
    assert other.answer(QUESTIONS[0]).text == model.answer(QUESTIONS[0]).text
    assert "no such instruction" in caplog.text


def test_a_backbone_in_bfloat16_is_answered_from_its_exact_weights(model: EditableModel, tmp_path: Path) -> None:
    model.backbone.model.save_pretrained(tmp_path / "weights")
    rounded = replace(tiny_backbone(grouped=True, precision="bfloat16"), folder=tmp_path / "weights")
    settings = Settings(cache_dir=tmp_path / "cache", max_new_tokens=STEPS)
    for _ in ("packed now", "read from the file"):
        other = EditableModel.assemble(rounded, tiny_adapter(rounded, zero_logit=100.0), "compressed", settings)
        ours, theirs = step_logits(other, prompts_of(model), STEPS), step_logits(model, prompts_of(model), STEPS)
        assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))
        opening._PACKED.pop(rounded.tree)
    assert len(list((tmp_path / "cache" / "packed").iterdir())) == 1


def test_a_damaged_file_is_made_again(model: EditableModel, tmp_path: Path) -> None:
    file, config = tmp_path / "kept.safetensors", model.backbone.model.config
    tensors = {name: tensor.numpy() for name, tensor in model.backbone.model.state_dict().items()}
    first = kept_or_packed(file, tensors.__getitem__, config)
    file.write_bytes(file.read_bytes()[:100])
    again = kept_or_packed(file, tensors.__getitem__, config)
    assert first is not None and again is not None
    assert np.array_equal(first.qkv, again.qkv)
    assert file.stat().st_size > 100


@pytest.mark.slow
def test_the_embedded_model_answers_as_through_transformers(embedded_model: EditableModel) -> None:
    pytest.importorskip("numba")
    assert embedded_model.answerer.plain.packed is not None
    settings = embedded_model.settings.model_copy(update={"packed": False, "max_new_tokens": 8})
    other = EditableModel.assemble(embedded_model.backbone, embedded_model.adapter, "compressed", settings)
    pool = embedded_model.compress(["The capital of France is Lyon.", "Tea takes 4 minutes."])
    questions = ["What is the capital of France?", "How long does tea take?", "Who wrote Hamlet?", "What is 2 + 2?"]
    ours = [embedded_model.answer(question, pool, max_new_tokens=8) for question in questions]
    theirs = other.answer_many(questions, pool, original=True)
    assert [a.token_ids for a in ours] == [b.token_ids for b in theirs]
    assert [a.original for a in ours] == [b.original for b in theirs]
    assert {bool(answer.evidence.selection.chosen) for answer in ours} == {True, False}
