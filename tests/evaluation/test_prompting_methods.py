"""Edits in the prompt, all of them or those retrieved, on a tiny model and on cases worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import torch

from app.config import Settings
from app.data import Edit, edit_id
from app.evaluation.methods.minilm import GatedMiniLm
from app.evaluation.methods.prompt_all import PromptAll, PromptAllUncached
from app.evaluation.methods.retrieval import (
    Bm25,
    Bm25Top4,
    FourNearestByMiniLm,
    NearestByMiniLm,
    Retrieval,
    terms_of,
)
from app.model import EditableModel, policy_named
from tests.tiny_models import HEAD_DIM, KV_HEADS, LAYERS, tiny_backbone, tiny_model

EDITS = ["The capital of France is Lyon.", "The river of Chad is the Logone.", "The capital of Spain is Vigo."]
QUESTIONS = ["What is the capital of Spain?", "Chad has the river", "The tallest tower of Oman stands in the town of"]
SHORT = Settings(max_new_tokens=5, max_question_tokens=64, answer_batch=4)


def of(kind: type[Any], model: EditableModel, edits: Sequence[str] = EDITS) -> Any:
    method = kind(model, policy_named("default"), 5)
    method.prepare([Edit.of(edit, "en") for edit in edits])
    return method


@pytest.mark.parametrize(("family", "window"), [("llama", 512), ("mistral", 8), ("gemma3", 8), ("qwen3", 512)])
def test_a_prefix_read_once_gives_the_answers_of_whole_prompts(family: str, window: int) -> None:
    model = tiny_model(family, settings=SHORT, window=window)
    once, anew = of(PromptAll, model), of(PromptAllUncached, model)
    answers = [reply.text for reply in once.answer(QUESTIONS)]
    assert answers == [reply.text for reply in anew.answer(QUESTIONS)]
    assert answers == [reply.text for reply in once.answer(QUESTIONS)]  # answering adds nothing to the prefix
    tokens = int(once.figures()["prompt_tokens"])
    assert anew.held_bytes() == 8 * tokens
    if window > tokens:
        assert once.held_bytes() == tokens * LAYERS * KV_HEADS * HEAD_DIM * 2 * 4


def test_a_prefix_is_kept_once_below_float32_too() -> None:
    model = EditableModel.assemble(tiny_backbone(precision="bfloat16"), None, "verbatim", SHORT)
    method = of(PromptAll, model)
    tokens = int(method.figures()["prompt_tokens"])
    assert method.held_bytes() == tokens * LAYERS * KV_HEADS * HEAD_DIM * 2 * 2
    together = [reply.text for reply in method.answer(QUESTIONS)]
    assert together == [method.answer([question])[0].text for question in QUESTIONS]


def test_the_prompt_is_the_edits_a_line_each_then_the_question() -> None:
    model = tiny_model(settings=SHORT)
    lines = "".join(f"{edit}\n" for edit in sorted(EDITS, key=edit_id))
    method = of(PromptAllUncached, model)
    whole = method.prompting.tokens(f"{lines}Q: {QUESTIONS[0]}\nA:")
    assert method.prompting.answers([whole], 5) == [method.answer(QUESTIONS[:1])[0].text]
    assert of(PromptAllUncached, model, []).answer(QUESTIONS[:1])[0].text == model.answer(QUESTIONS[0]).text


def test_what_does_not_fit_is_counted_and_does_not_hang_on_the_order() -> None:
    model = tiny_model(settings=SHORT)  # a byte a token, 1,024 tokens: 955 are left for edits
    edits = [f"Edit {number:03} says nothing much at all, dear." for number in range(40)]
    method = of(PromptAll, model, edits)
    assert len(f"{edits[0]}\n") == 41
    assert method.figures() == {"edits_in_prompt": 23, "edits_left_out": 17, "prompt_tokens": 23 * 41}
    assert method.settings()["room_for_edits"] == 1024 - 64 - 5
    backwards = of(PromptAll, model, edits[::-1])
    assert backwards.answer(QUESTIONS) == method.answer(QUESTIONS)
    method.prepare([])
    assert method.figures() == {"edits_in_prompt": 0, "edits_left_out": 0, "prompt_tokens": 0}
    assert method.answer(QUESTIONS[:1])[0].text == model.answer(QUESTIONS[0]).text


def test_terms() -> None:
    assert terms_of("The café's No. 12-B") == ["the", "café", "s", "no", "12", "b"]
    assert terms_of("価格は218円") == ["価格", "格は", "218", "円"]
    assert terms_of("…") == []


def test_bm25_prefers_rare_terms_and_leaves_out_edits_without_any() -> None:
    """Worked out: “capital” stands in two of three edits, “spain” in one; “the”, “is”, “of” in all."""
    method = of(Bm25Top4, tiny_model(settings=SHORT))
    assert method.retrieved(["What is the capital of Spain?"])[0][:2] == [EDITS[2], EDITS[0]]
    assert method.retrieved(["Logone"]) == [[EDITS[1]]]
    assert method.retrieved(["Tallest tower?", "…"]) == [[], []]
    assert of(Bm25, tiny_model(settings=SHORT)).retrieved(["capital"])[0] == [min(EDITS[0], EDITS[2], key=edit_id)]


def test_bm25_score_by_hand() -> None:
    """Lucene's: idf · tf / (tf + k1 (1 − b + b · length / mean length)), idf = ln(1 + (N − n + 0.5) / (n + 0.5))."""
    method = of(Bm25, tiny_model(settings=SHORT), ["red red fox", "blue fox", "blue"])
    scores = dict(zip(method._edits, method.scores(["red"])[0], strict=True))
    idf = torch.log(torch.tensor(1 + 2.5 / 1.5)).item()
    assert scores["red red fox"] == pytest.approx(idf * 2 / (2 + 1.5 * (0.25 + 0.75 * 3 / 2)), rel=1e-5)
    assert scores["blue"] == -float("inf")


class WordVectors:
    """Three words and their places."""

    def of(self, texts: Sequence[str]) -> torch.Tensor:
        return torch.tensor([[float(word in text) for word in ("capital", "Spain", "river")] for text in texts])

    question_vectors = of


def test_minilm_retrieves_by_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.methods.retrieval.TextVectors", WordVectors)
    model = tiny_model(settings=SHORT)
    assert of(NearestByMiniLm, model).retrieved(QUESTIONS[:2]) == [[EDITS[2]], [EDITS[1]]]
    assert of(FourNearestByMiniLm, model).retrieved(QUESTIONS[:1]) == [[EDITS[2], EDITS[0], EDITS[1]]]


@pytest.mark.parametrize(("kind", "module"), [(NearestByMiniLm, "retrieval"), (GatedMiniLm, "minilm")])
def test_minilm_is_loaded_once_before_any_pool(kind: type[Any], module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Counting(WordVectors):
        def __init__(self) -> None:
            done.append("made")

        def load(self) -> None:
            done.append("loaded")

        def of(self, texts: Sequence[str]) -> torch.Tensor:
            done.append("used")
            return super().of(texts)

    monkeypatch.setattr(f"app.evaluation.methods.{module}.TextVectors", Counting)
    method = kind(tiny_model(settings=SHORT), policy_named("default"), 5)
    assert list(method.make_ready()) == []
    for edits in (EDITS, EDITS[:2]):
        method.prepare([Edit.of(edit, "en") for edit in edits])
    assert done == ["made", "loaded", "used", "used"]


def test_retrieved_edits_stand_before_the_question_the_nearest_last() -> None:
    assert Retrieval.prompt("Why?", ["Near.", "Far."]) == "Far.\nNear.\nQ: Why?\nA:"
    assert Retrieval.prompt("Oman is", []) == "Oman is"
    model = tiny_model(settings=SHORT.model_copy(update={"max_question_tokens": 256}))
    method = of(Bm25, model)
    (reply,) = method.answer(QUESTIONS[:1])
    assert (reply.ranked_first, reply.read) == (edit_id(EDITS[2]), (edit_id(EDITS[2]),))
    assert reply.text == model.answer_many([f"{EDITS[2]}\nQ: {QUESTIONS[0]}\nA:"])[0].text
    assert method.answer(["Tallest tower"])[0].read == ()
