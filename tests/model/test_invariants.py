"""The six invariants of the method, on a tiny random model of every family.

1. empty pool, adapter absent, or no edit selected ⇒ the backbone's logits, bit for bit
2. verbatim memory in every layer with weight 1 and no low-rank update ⇒ the logits of "edit, question" in one sequence
3. order of the edits in the pool does not matter, nor batch composition, nor padding side
4. cached decoding = uncached forward
5. compressing N edits in one batch = one by one
6. two calls with different pools at the same time do not see each other's pool
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from threading import Barrier

import pytest
import torch
from transformers import DynamicCache

from app.config import Memory
from app.model import EditableModel, GistPool
from app.model.batching import Side, pad
from app.model.policies import POLICIES
from app.model.prompts import answer_tokens_of, prompt_of, tokens_of
from tests.model.comparing import READINGS, RecordingDecoder, assert_same, memory_of, row_logits
from tests.tiny_models import FAMILIES, byte_tokenizer, tiny_adapter, tiny_backbone, tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Ünïcode stays – whole.", "Tea: 4 minutes.", "x")
QUESTIONS = ("What is the capital of France?", "Ada has", "How long does tea take to be ready?", "Tea")
LINE_BREAK = byte_tokenizer()("\n")["input_ids"]
"""Stands between edit and question where no adapter was trained to do without."""
SIDES: tuple[Side, ...] = ("left", "right")

each_family = pytest.mark.parametrize("family", FAMILIES)
each_reading = pytest.mark.parametrize(("reader", "memory"), READINGS)
each_side = pytest.mark.parametrize("side", SIDES)


@lru_cache
def model_of(family: str, reader: str = "joint", memory: Memory = "compressed", window: int = 512) -> EditableModel:
    return tiny_model(family, reader=reader, memory=memory, window=window)


def prompts_of(model: EditableModel) -> list[list[int]]:
    return [tokens_of(model.backbone.tokenizer, prompt_of(question)) for question in QUESTIONS]


# 1. The backbone's logits, bit for bit.


@each_family
@each_side
def test_an_editor_without_adapter_and_memory_is_the_backbone(family: str, side: Side, no_adapter: None) -> None:
    model = EditableModel.assemble(tiny_backbone(family), None, "compressed", model_of(family).settings)
    for found, wanted in zip(
        row_logits(model.answerer.edited.model, prompts_of(model), side=side),
        row_logits(model.backbone.model, prompts_of(model), side=side),
        strict=True,
    ):
        assert torch.equal(found, wanted)


@each_family
@each_reading
def test_an_empty_pool_leaves_the_backbones_logits(family: str, reader: str, memory: Memory) -> None:
    model = model_of(family, reader, memory)
    for policy in ("default", "soft", "all"):
        assert_backbones_own(model, QUESTIONS[1], model.empty_pool(), policy)


@each_family
@each_reading
def test_no_edit_selected_leaves_the_backbones_logits(family: str, reader: str, memory: Memory) -> None:
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, reader=reader, zero_logit=100.0)
    model = EditableModel.assemble(backbone, adapter, memory, model_of(family).settings)
    pool = model.compress(EDITS)
    for name, policy in POLICIES.items():
        if policy.gate:
            assert_backbones_own(model, QUESTIONS[1], pool, name)


def assert_backbones_own(model: EditableModel, question: str, pool: GistPool, policy: str) -> None:
    """The answer is the plain decoder's and a score is that of the backbone's logits, to the last bit."""
    answer = model.answer(question, pool, policy=policy)
    prompt = tokens_of(model.backbone.tokenizer, prompt_of(question))
    (plain,) = model.answerer.plain.run([prompt], model.settings.max_new_tokens)
    assert answer.evidence.selection.chosen == ()
    assert answer.evidence.reading is None
    assert list(answer.token_ids) == plain.token_ids[: len(answer.token_ids)]
    assert answer.text == answer.original
    target = answer_tokens_of(model.backbone.tokenizer, "Lyon")
    with torch.inference_mode():
        logits = model.backbone.model(torch.tensor([[*prompt, *target]])).logits[0, len(prompt) - 1 : -1]
    wanted = logits.log_softmax(-1)[range(len(target)), target].sum().item()
    assert model.score(question, "Lyon", pool, policy=policy).log_probability == wanted


# 2. Verbatim memory is the edit in the prompt.


@each_family
@each_side
def test_verbatim_memory_without_adapter_is_the_edit_before_the_question(
    family: str, side: Side, no_adapter: None
) -> None:
    model = EditableModel.assemble(tiny_backbone(family), None, "verbatim", model_of(family).settings)
    pool, questions = model.compress(EDITS[:4]), prompts_of(model)
    memory = memory_of(model, pool, [{i: 1.0} for i in range(4)])
    found = row_logits(model.answerer.edited.model, questions, memory, side)
    for i, text in enumerate(EDITS[:4]):
        edit = [*tokens_of(model.backbone.tokenizer, text), *LINE_BREAK]
        (wanted,) = row_logits(model.backbone.model, [[*edit, *questions[i]]])
        assert_same(found[i], wanted[len(edit) :])


# 3. Order, batch composition and padding side do not matter.


@each_family
@each_reading
def test_the_order_of_a_pool_does_not_matter(family: str, reader: str, memory: Memory) -> None:
    model = model_of(family, reader, memory)
    pool = model.compress(EDITS)
    turned = pool.only(reversed(pool.ids))
    for policy in ("top-2", "all"):
        first = model.answer(QUESTIONS[0], pool, policy=policy)
        second = model.answer(QUESTIONS[0], turned, policy=policy)
        assert first.token_ids == second.token_ids
        assert first.evidence.selection.chosen == second.evidence.selection.chosen
        scores = [model.score(QUESTIONS[0], "Lyon", p, policy=policy).log_probability for p in (pool, turned)]
        assert scores[0] == pytest.approx(scores[1], rel=1e-4)


@each_family
@each_reading
@each_side
def test_batch_and_padding_side_do_not_matter(family: str, reader: str, memory: Memory, side: Side) -> None:
    model = model_of(family, reader, memory)
    pool, questions = model.compress(EDITS), prompts_of(model)
    rows = [{0: 1.0}, {1: 0.2, 2: 0.8}, {4: 1.0}, {3: 0.5, 0: 0.25, 1: 0.25}]
    together = row_logits(model.answerer.edited.model, questions, memory_of(model, pool, rows), side)
    for question, row, found in zip(questions, rows, together, strict=True):
        (alone,) = row_logits(model.answerer.edited.model, [question], memory_of(model, pool, [row]))
        assert_same(found, alone)


@each_family
@each_reading
def test_many_answers_are_those_of_one_by_one(family: str, reader: str, memory: Memory) -> None:
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, reader=reader, zero_logit=6.0)  # some questions pass the gate, others do not
    model = EditableModel.assemble(backbone, adapter, memory, model_of(family).settings)
    pool = model.compress(EDITS)
    questions = [*QUESTIONS, *EDITS[1:4]]
    many = model.answer_many(questions, pool, original=True)
    for question, answer in zip(questions, many, strict=True):
        alone = model.answer(question, pool)
        assert (answer.question, answer.text, answer.original) == (question, alone.text, alone.original)
        assert answer.token_ids == alone.token_ids
        assert answer.evidence.selection.chosen == alone.evidence.selection.chosen
        assert answer.evidence.selection.logits == pytest.approx(alone.evidence.selection.logits, rel=1e-4, abs=1e-4)


@each_family
def test_many_answers_are_those_of_one_by_one_in_bfloat16(family: str) -> None:
    """Where rounding is coarse, equal answers need equal arithmetic."""
    backbone = tiny_backbone(family, precision="bfloat16")
    model = EditableModel.assemble(
        backbone, tiny_adapter(backbone, zero_logit=6.0), "compressed", model_of(family).settings
    )
    pool = model.compress(EDITS)
    one_by_one = sum((model.compress([text]) for text in EDITS), model.empty_pool())
    for together, alone in zip(pool, one_by_one, strict=True):
        assert torch.equal(together.keys, alone.keys)
        assert torch.equal(together.selection, alone.selection)
    questions = [*QUESTIONS, *(question.upper() for question in QUESTIONS)]
    for question, answer in zip(questions, model.answer_many(questions, pool, original=True), strict=True):
        single = model.answer(question, pool)
        assert (answer.token_ids, answer.original) == (single.token_ids, single.original)
        assert answer.evidence.selection.logits == pytest.approx(single.evidence.selection.logits, rel=1e-5, abs=1e-5)


# 4. Cached decoding is the uncached forward pass.


@each_family
@each_reading
@pytest.mark.parametrize("window", [6, 512], ids=["short-window", "wide-window"])
def test_cached_decoding_is_the_uncached_forward(family: str, reader: str, memory: Memory, window: int) -> None:
    model = model_of(family, reader, memory, window)
    pool, questions = model.compress(EDITS), prompts_of(model)
    rows = [{0: 1.0}, {1: 0.2, 2: 0.8}, {4: 1.0}, {3: 1.0}]
    decoder = RecordingDecoder(model.answerer.edited.model, model.backbone.tokenizer, frozenset())
    answers = decoder.run(questions, 6, memory_of(model, pool, rows))
    for i, (question, row, answer) in enumerate(zip(questions, rows, answers, strict=True)):
        whole = [*question, *answer.token_ids]
        (wanted,) = row_logits(model.answerer.edited.model, [whole], memory_of(model, pool, [row]))
        cached = torch.stack([step[i] for step in decoder.logits[: len(answer.token_ids)]])
        assert_same(cached, wanted[len(question) - 1 : -1])


@each_family
@each_reading
@each_side
def test_a_cache_after_padding_on_either_side(family: str, reader: str, memory: Memory, side: Side) -> None:
    model = model_of(family, reader, memory)
    editor = model.answerer.edited.model
    pool, questions = model.compress(EDITS), prompts_of(model)[:2]
    read = memory_of(model, pool, [{0: 1.0}, {1: 1.0}])
    batch, cache = pad(questions, side, torch.device("cpu")), DynamicCache(config=editor.config)
    more = torch.tensor([[70, 71, 72], [80, 81, 82]])
    options = {"past_key_values": cache, "memory": read}
    with torch.inference_mode():
        editor(input_ids=batch.token_ids, attention_mask=batch.mask, position_ids=batch.positions, **options)
        mask = torch.cat([batch.mask, torch.ones_like(more)], dim=1)
        positions = batch.lengths[:, None] + torch.arange(3)
        found = editor(input_ids=more, attention_mask=mask, position_ids=positions, **options).logits
    wholes = [[*q, *m] for q, m in zip(questions, more.tolist(), strict=True)]
    for row, wanted in zip(found, row_logits(editor, wholes, read), strict=True):
        assert_same(row, wanted[-3:])


# 5. Compressing in one batch is compressing one by one.


@each_family
@each_reading
@each_side
def test_a_batch_of_edits_is_compressed_as_one_by_one(family: str, reader: str, memory: Memory, side: Side) -> None:
    model = model_of(family, reader, memory)
    encoder = replace(model.compressor.encoder, side=side)
    together = replace(model.compressor, encoder=encoder).compress(EDITS)
    for text, found in zip(EDITS, together, strict=True):
        (alone,) = model.compress([text])
        assert (found.id, found.text, found.labels) == (alone.id, alone.text, alone.labels)
        assert_same(found.keys, alone.keys)
        assert_same(found.values, alone.values)
        assert_same(found.selection, alone.selection)


# 6. Two calls at the same time do not see each other's pool.


@each_family
@each_reading
def test_two_threads_with_different_pools(family: str, reader: str, memory: Memory) -> None:
    model = model_of(family, reader, memory)
    pools = [model.compress(EDITS[:1]), model.compress(EDITS[1:4])]
    wanted = [model.score(QUESTIONS[0], "Lyon", pool, policy="all").log_probability for pool in pools]
    wanted_answers = [model.answer(QUESTIONS[0], pool, policy="all").token_ids for pool in pools]
    assert wanted[0] != wanted[1]
    start = Barrier(3)

    def ask(which: int) -> list[tuple[float, tuple[int, ...]]]:
        torch.set_num_threads(1)
        start.wait()
        return [
            (
                model.score(QUESTIONS[0], "Lyon", pools[which], policy="all").log_probability,
                model.answer(QUESTIONS[0], pools[which], policy="all").token_ids,
            )
            for _ in range(2)
        ]

    def compress() -> list[torch.Tensor]:
        start.wait()
        return [model.compress(EDITS).gists[0].keys for _ in range(2)]

    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(ask, which) for which in (0, 1)]
        compressed = threads.submit(compress)
        for which in (0, 1):
            assert set(asked[which].result()) == {(wanted[which], wanted_answers[which])}
        keys = compressed.result()
        assert all(torch.equal(keys[0], other) for other in keys)
