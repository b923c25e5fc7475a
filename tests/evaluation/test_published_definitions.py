"""Figures beside published definitions, computed here in another way: ten records each.

EasyEdit (`test_prediction_acc`): prompt and target in one text; share of the target's tokens that are the argmax.
CounterFact's authors (`test_batch_prediction`, `summarize`): mean negative log-probability of a target's tokens; a
success where that of target_new is below that of target_true, for neighbours above it. `compute_n_gram_entropy`: words
in pairs and triples, 2/3 and 4/3. MQuAKE's authors: a case is right when one of its questions is answered by the new
answer or an alias, letter by letter.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
import torch

from app.data import Edit, Probe, Record
from app.evaluation.cases import Asked, judge, metrics_of
from app.evaluation.fluency import ngram_entropy
from app.evaluation.methods import Reply
from app.evaluation.methods.backbone import BackboneAlone
from app.evaluation.methods.in_prompt import EditAlone
from app.evaluation.methods.incomes import Incomes
from app.evaluation.methods.prompt_all import PromptAll, PromptAllUncached
from app.evaluation.methods.retrieval import Bm25
from app.evaluation.teacher_forced import teacher_forced, teacher_forced_of
from app.model import EditableModel, policy_named
from tests.tiny_models import tiny_model

COUNTRIES = ("France", "Spain", "Italy", "Peru", "Chad", "Oman", "Cuba", "Fiji", "Mali", "Togo")
RULE = policy_named("default")


def record(country: str) -> Record:
    prompt, new, true = f"The capital of {country} is", f"New {country}", f"Old {country}ville"
    return Record(
        Edit.of(f"{prompt} {new}.", "en"),
        country,
        (Probe("efficacy", prompt, new), Probe("neighbourhood", f"Near {country} lies")),
        rivals=(("efficacy", new, true), ("neighbourhood", new, true)),
    )


RECORDS = [record(country) for country in COUNTRIES]
ASKED = [Asked(one, probe) for one in RECORDS for probe in one.probes]


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model()


@torch.inference_mode()
def by_hand(model: EditableModel, prompt: str, target: str) -> tuple[float, float]:
    """Share of argmax tokens, and mean negative log-probability: the target's tokens one by one, without a cache."""
    whole = model.backbone.tokenizer(f"{prompt} {target}", add_special_tokens=False)["input_ids"]
    start = len(model.backbone.tokenizer(prompt, add_special_tokens=False)["input_ids"])
    right, negative = 0, 0.0
    for place in range(start, len(whole)):
        row = model.backbone.model(torch.tensor([whole[:place]])).logits[0, -1].double()
        right += int(row.argmax()) == whole[place]
        negative -= float(row[whole[place]] - row.logsumexp(0))
    return right / (len(whole) - start), negative / (len(whole) - start)


def test_teacher_forced_figures_of_ten_records(model: EditableModel) -> None:
    found = teacher_forced(BackboneAlone(model, RULE, 5), ASKED)
    successes = []
    for one, figures in zip(ASKED, found, strict=True):
        (new, true) = next(pair[1:] for pair in one.record.rivals if pair[0] == one.probe.kind)
        accuracy, cost_of_new = by_hand(model, one.probe.question, new)
        _, cost_of_true = by_hand(model, one.probe.question, true)
        if one.probe.kind == "efficacy":
            assert figures["token_accuracy"] == pytest.approx(accuracy)
            assert figures["target_probability"] == pytest.approx(math.exp(-cost_of_new), rel=1e-4)
            assert figures["new_above_true"] == (cost_of_true > cost_of_new)
            successes.append(cost_of_true > cost_of_new)
        else:
            assert figures == {"true_above_new": float(cost_of_true < cost_of_new)}
    cases = [
        replace(judge(one, Reply("x"), "x", "backbone", 10, 1), teacher_forced=figures)
        for one, figures in zip(ASKED, found, strict=True)
    ]
    share = teacher_forced_of(cases, 0)["efficacy_teacher_forced_new_above_true"]
    assert (share.value, share.n) == (sum(successes) / 10, 10)


def test_every_method_scores_targets_behind_what_it_answers_by(model: EditableModel) -> None:
    one, edits = RECORDS[0], [record.edit for record in RECORDS]
    question, target = one.probes[0].question, one.probes[0].target
    told, found = EditAlone(model, RULE, 5), Bm25(model, RULE, 5)
    once, anew, ours = PromptAll(model, RULE, 5), PromptAllUncached(model, RULE, 5), Incomes(model, RULE, 5)
    for method in (told, found, once, anew, ours):
        method.prepare(edits)
    costs = {
        type(method): -score.log_probability / score.tokens
        for method in (told, found, once, anew, ours)
        for score in method.target_scores([question], [target], [one.edit.text]) or ()
    }
    _, by_prompt = by_hand(model, f"{one.edit.text}\n{question}", target)
    assert costs[EditAlone] == pytest.approx(by_prompt, rel=1e-4)
    assert costs[Bm25] == pytest.approx(by_prompt, rel=1e-4)
    assert costs[PromptAll] == pytest.approx(costs[PromptAllUncached], rel=1e-4)
    score = model.score(question, target, model.compress([edit.text for edit in edits]), policy=RULE)
    assert costs[Incomes] == pytest.approx(-score.log_probability / score.tokens, rel=1e-4)
    assert len(set(costs.values())) >= 3


def test_any_of_a_cases_questions_as_mquakes_authors_count() -> None:
    """Ten cases of three questions; worked out: exact in 1, 2, 3 and 5, begun rightly in 4 too."""
    answers = [
        ("Paris", "no", "no"), ("no", "Paris", "no"), ("no", "no", "City of Light"), ("Paris, of course", "no", "no"),
        ("Paris", "Paris", "Paris"), ("no", "no", "no"), ("", "no", "no"), ("Parisian", "no", "no"),
        ("It is Paris", "no", "no"), ("not Paris", "no", "no"),
    ]  # fmt: skip
    probes = tuple(Probe("multi-hop", f"Question {n}?", "Paris", ("City of Light",)) for n in range(3))
    cases = [
        judge(Asked(Record(Edit.of(f"Edit {number}."), str(number), probes, str(number)), probe), Reply(text), None,
              "ours", 10, 1)
        for number, texts in enumerate(answers)
        for probe, text in zip(probes, texts, strict=True)
    ]  # fmt: skip
    theirs = sum(any(text in ("Paris", "City of Light") for text in texts) for texts in answers) / 10
    found = metrics_of(cases, ["multi-hop"], 0)
    assert found["multi-hop_any_question_exact"].value == theirs == 0.4
    assert (found["multi-hop_any_question"].value, found["multi-hop_any_question"].n) == (0.5, 10)
    assert found["multi-hop"].value == pytest.approx(7 / 30)


TEXTS = [
    "a b c d", "a a a a a", "a b a b a", "the cat saw the cat saw the dog", "one two three one two three four",
    "no word stands here twice at all", "x y z x y", "to be or not to be", "so so so long", "a b b a a b b a",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_n_gram_entropy_of_ten_texts(text: str) -> None:
    words = text.split()
    pairs = list(pairwise(words))
    triples = list(zip(words, words[1:], words[2:], strict=False))

    def bits(grams: list[tuple[str, ...]]) -> float:
        return math.log2(len(grams)) - sum(math.log2(grams.count(gram)) for gram in grams) / len(grams)

    assert ngram_entropy(text) == pytest.approx((2 / 3 * bits([*pairs]) + 4 / 3 * bits([*triples])) / 2)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a b c", 2 / 3 / 2),  # pairs: ab, bc: 1 bit; triples: one
        ("a b a b a", (2 / 3 * 1 + 4 / 3 * 0.9182958) / 2),  # pairs: 2 ab, 2 ba; triples: 2 aba, 1 bab
        ("", 0.0),
        ("a", 0.0),
    ],
)
def test_n_gram_entropy_by_hand(text: str, wanted: float) -> None:
    assert ngram_entropy(text) == pytest.approx(wanted)


def test_long_texts_go_past_the_first_line(model: EditableModel) -> None:
    method = BackboneAlone(model, RULE, 2)
    (text,) = method.generations(["The capital of France is"], [""], 40)
    assert len(text.encode()) > len(method.answer(["The capital of France is"])[0].text.encode())
    assert model.writing_on().answerer.plain.one_line is False and model.answerer.plain.one_line
