"""Scores by hand, and what an answer loses without an edit."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from app.errors import PoolError, QuestionError
from app.model import EditableModel
from app.model.attribution import LEFT_OUT_COLUMNS, duplicates_of
from app.model.policies import choose, policy_named
from app.model.prompts import answer_tokens_of
from tests.model.comparing import READINGS, row_logits
from tests.tiny_models import FAMILIES, tiny_adapter, tiny_backbone, tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea takes 4 minutes.", "The gate opens at nine.")
QUESTION = "What is the capital of France?"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("reader", "memory"), READINGS)
def test_a_score_is_the_sum_of_log_softmax_by_hand(family: str, reader: str, memory: Any) -> None:
    model = tiny_model(family, reader=reader, memory=memory)
    pool, policy = model.compress(EDITS), policy_named("top-2")
    score = model.score(QUESTION, "Lyon", pool, policy=policy)
    question = model.answerer.prepare(QUESTION)
    target = answer_tokens_of(model.backbone.tokenizer, "Lyon")
    selection, _ = model.answerer.select([question], pool, policy)[0]
    choice = choose(selection.logits, selection.zero_logit, policy, pool.ids)
    read = model.answerer.memory(pool, [choice])
    (logits,) = row_logits(model.answerer.edited.model, [[*question.token_ids, *target]], read)
    by_hand, right = 0.0, 0
    for i, token in enumerate(target):
        row = logits[len(question.token_ids) - 1 + i].double()
        by_hand += (row[token] - row.exp().sum().log()).item()
        right += int(row.argmax() == token)
    assert score.tokens == len(target) == 5
    assert score.log_probability == pytest.approx(by_hand, rel=1e-4)
    assert score.token_accuracy == pytest.approx(right / 5)


def test_a_score_without_pool_is_the_backbones() -> None:
    model = tiny_model()
    assert model.score(QUESTION, "Lyon") == model.score(QUESTION, "Lyon", model.empty_pool())
    assert model.score(QUESTION, "Lyon", model.compress(EDITS)) != model.score(QUESTION, "Lyon")


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b"])
def test_nothing_to_score_is_refused(nothing: str) -> None:
    with pytest.raises(QuestionError, match="answer to score is empty"):
        tiny_model().score(QUESTION, nothing)


@pytest.mark.parametrize("policy", ["default", "top-2", "all"])
def test_leaving_an_edit_out_is_the_difference_of_two_scores(policy: str) -> None:
    model = tiny_model()
    pool = model.compress(EDITS)
    answer = model.answer(QUESTION, pool, policy=policy)
    frame = model.leave_one_out(answer, pool)
    assert list(frame.columns) == LEFT_OUT_COLUMNS
    assert frame["edit_id"].tolist() == list(answer.evidence.selection.chosen)

    def of(smaller: Any) -> float:
        prepared = model.answerer.prepare(QUESTION)
        _, choice = model.answerer.select([prepared], smaller, answer.policy)[0]
        read = model.answerer.memory(smaller, [choice]) if choice.indices else None
        tree = model.answerer.edited.model if read else model.backbone.model
        (logits,) = row_logits(tree, [[*prepared.token_ids, *answer.token_ids]], read)
        predicted = logits[len(prepared.token_ids) - 1 : -1].log_softmax(-1)
        return float(predicted[torch.arange(len(answer.token_ids)), torch.tensor(answer.token_ids)].sum())

    assert len(answer.log_probabilities) == len(answer.token_ids)
    assert sum(answer.log_probabilities) == pytest.approx(of(pool), abs=1e-3)
    for row in frame.to_dict("records"):
        rest = pool.without(str(row["edit_id"]))
        assert row["text"] == pool[str(row["edit_id"])].text
        assert row["change_in_log_probability"] == pytest.approx(of(pool) - of(rest), abs=1e-3)
        assert len(row["change_by_token"]) == len(answer.token_ids)
        assert sum(row["change_by_token"]) == pytest.approx(row["change_in_log_probability"], abs=1e-3)
        assert row["read_instead"] == model.answer(QUESTION, rest, policy=policy).evidence.selection.chosen


def test_duplicates_are_left_out_together() -> None:
    model = tiny_model()
    texts = ["The capital of France is Lyon.", "the capital of France is Lyon", "The  capital of France is LYON!"]
    pool = model.compress([*texts, *EDITS[1:]])
    texts = dict(zip(pool.ids, pool.texts, strict=True))
    assert duplicates_of(pool.texts[0], texts) == list(pool.ids[:3])
    assert duplicates_of(pool.texts[4], texts) == [pool.ids[4]]
    answer = model.answer("the capital of France is Lyon", pool, policy="top-4")
    frame = model.leave_one_out(answer, pool)
    twins = frame[frame["edit_id"].isin(pool.ids[:3])]
    assert len(twins) >= 2
    assert twins["change_in_log_probability"].nunique() == 1
    assert all(not set(read) & set(pool.ids[:3]) for read in twins["read_instead"])


def test_where_no_edit_was_read_nothing_can_be_left_out() -> None:
    backbone = tiny_backbone()
    model = EditableModel.assemble(
        backbone, tiny_adapter(backbone, zero_logit=100.0), "compressed", tiny_model().settings
    )
    pool = model.compress(EDITS)
    frame = model.leave_one_out(model.answer(QUESTION, pool), pool)
    assert frame.empty
    assert list(frame.columns) == LEFT_OUT_COLUMNS


def test_an_edit_that_left_the_pool_is_named() -> None:
    model = tiny_model()
    pool = model.compress(EDITS)
    answer = model.answer(QUESTION, pool)
    with pytest.raises(PoolError, match="may have been removed"):
        model.leave_one_out(answer, pool.without(*answer.evidence.selection.chosen))
