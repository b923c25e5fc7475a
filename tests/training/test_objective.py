"""Losses on hand-worked cases, and what a step is made of."""

from __future__ import annotations

from random import Random
from typing import Any

import torch
from torch.nn import functional

from app.training.config import ObjectiveConfig
from app.training.examples import Batch, Example, Question, TwoHop
from app.training.objective import Bank, selection_loss, step_loss
from app.training.steps import StepBuilder
from app.training.student import Student
from tests.tiny_models import SLOTS, byte_tokenizer, tiny_adapter, tiny_backbone


def example(subject: str, city: str) -> Example:
    asked = (Question(f"Where is {subject}?", city),)
    return Example(f"{subject} is in {city}.", subject, "place", asked, "en", "place")


BATCH = Batch(
    examples=(example("Alder", "Oslo"), example("Birch", "Lima"), example("Cedar", "Rome")),
    unrelated=("Who wrote Hamlet?",),
    near_misses=("Where is Dogwood?",),
    two_hop=(TwoHop("Where is the parent of Alder?", "Lima", (0, 1)),),
)


def builder(**objective: Any) -> StepBuilder:
    return StepBuilder(byte_tokenizer(), ObjectiveConfig(**objective), SLOTS, SLOTS, 2)


def test_one_right_choice_is_plain_cross_entropy() -> None:
    logits = torch.tensor([[0.5, 2.0, -1.0, 0.3], [1.0, 0.0, 0.0, 4.0]])
    right = torch.tensor([[False, True, False], [True, False, False]])
    expected = functional.cross_entropy(logits, torch.tensor([1, 0]))
    torch.testing.assert_close(selection_loss(logits, right), expected)


def test_right_choices_do_not_compete_with_each_other() -> None:
    logits = torch.tensor([[0.0, 9.0, 9.0, 0.0]])
    assert float(selection_loss(logits, torch.tensor([[False, True, True]]))) < 1e-3
    assert float(selection_loss(logits, torch.tensor([[False, True, False]]))) > 0.6


def test_a_step_knows_which_edits_every_question_needs() -> None:
    step = builder().build(BATCH, Random(0))
    assert step is not None
    assert step.right.int().tolist() == [
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
        [0, 1, 1, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 0],
    ]
    assert step.question_keys[3] == ("Alder|place", "Birch|place")
    assert step.question_keys[4] == ()


def test_a_two_hop_question_reads_both_edits_at_equal_weight() -> None:
    plain = builder(distractor_share=0.0, compressed_share=1.0)
    step = plain.build(BATCH, Random(0))
    assert step is not None
    group = step.packed.memory.groups[-1]
    assert group.bias is not None
    read = sorted(int((row > -100).sum()) for row in group.bias)
    assert read == [SLOTS, SLOTS, SLOTS, 2 * SLOTS]
    both = next(row for row in group.bias if int((row > -100).sum()) == 2 * SLOTS)
    torch.testing.assert_close(both, torch.full((2 * SLOTS,), 0.5).log())


def test_an_edit_too_long_takes_its_questions_with_it() -> None:
    long = Example("word " * 60, "Long", "place", (Question("Where?", "x"),), "en", "place")
    batch = Batch((BATCH.examples[0], long, *BATCH.examples[1:]), (), (), (TwoHop("Which?", "x", (0, 1)),))
    step = builder(max_tokens=100).build(batch, Random(0))
    assert step is not None
    assert step.edits == 3 and step.pairs == 3
    assert builder(max_tokens=16).build(Batch((long,), (), (), ()), Random(0)) is None


def test_answers_are_scored_where_they_stand() -> None:
    step = builder(distractor_share=0.0).build(BATCH, Random(1))
    assert step is not None
    following = step.packed.token_ids[step.answer_positions + 1]
    assert torch.equal(following, step.answer_tokens)


def test_the_bank_makes_selection_harder_and_spares_the_same_fact() -> None:
    backbone = tiny_backbone()
    student = Student(backbone, tiny_adapter(backbone), torch.float32)
    step = builder().build(BATCH, Random(0))
    assert step is not None
    student.eval()
    bank = Bank(torch.zeros(0))
    first = step_loss(student, step, ObjectiveConfig(bank=9), bank)
    assert bank.keys == list(step.keys)
    same = step_loss(student, step, ObjectiveConfig(bank=9), bank)
    bank.keys = ["other|fact"] * len(bank.keys)
    other = step_loss(student, step, ObjectiveConfig(bank=9), bank)
    assert other.figures["selection"] > same.figures["selection"] >= first.figures["selection"] - 1e-6
    assert len(bank.keys) == 9


def test_reconstructions_repeat_the_edit_and_count_apart() -> None:
    plain, both = (builder(reconstructions=n, compressed_share=1.0).build(BATCH, Random(0)) for n in (0, 2))
    assert plain is not None and both is not None
    assert int(plain.reconstructing.sum()) == 0 and int(both.reconstructing.sum()) == 2
    tokens = both.answer_tokens[both.reconstructing[both.answer_rows]].tolist()
    answered = byte_tokenizer().decode(tokens)
    assert sum(f" {example.edit}\n" in answered for example in BATCH.examples) == 2
    backbone = tiny_backbone()
    student = Student(backbone, tiny_adapter(backbone), torch.float32)
    losses = {
        weight: step_loss(student, both, ObjectiveConfig(reconstruction_weight=weight), None) for weight in (0.0, 1.0)
    }
    added = losses[1.0].loss - losses[0.0].loss
    assert float(added.detach()) > 0
    assert losses[1.0].figures["reconstruction"] > 0
    assert "reconstruction" in losses[0.0].figures


def test_rows_read_fewer_slots_at_the_share_asked_for() -> None:
    step = builder(
        fewer_slots=[1], fewer_slots_share=1.0, distractor_share=0.0, compressed_share=1.0
    ).build(Batch(BATCH.examples, (), (), ()), Random(0))  # fmt: skip
    assert step is not None
    bias = step.packed.memory.groups[-1].bias
    assert bias is not None
    assert [int((row > -100).sum()) for row in bias] == [1, 1, 1]


def test_efficacy_counts_rows_whose_every_token_is_chosen() -> None:
    step = builder(compressed_share=1.0).build(BATCH, Random(0))
    assert step is not None
    backbone = tiny_backbone()
    student = Student(backbone, tiny_adapter(backbone), torch.float32)
    right = torch.ones(len(step.answer_tokens), dtype=torch.bool)

    def told(likeliest: torch.Tensor) -> float:
        losses = torch.zeros(len(likeliest), requires_grad=True)
        student.word_losses = lambda hidden, targets: (losses, likeliest)  # type: ignore[method-assign]  # known
        return step_loss(student, step, ObjectiveConfig(), None).figures["efficacy"]

    assert told(right) == 1.0
    spoilt = right.clone()
    spoilt[0] = False
    assert told(spoilt) == 1 - 1 / len(step.verbatim)


def test_fewer_questions_may_be_matched_than_are_read() -> None:
    step = builder(matched=1).build(BATCH, Random(0))
    assert step is not None
    assert len(step.right) == 1 + 2 and len(step.question_keys) == 1 + 2
    assert len(step.verbatim) == step.pairs == 4
