"""Training of the paper's reader computes what answering with it computes, and its softmax alone selects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import torch

from app.config import Settings
from app.errors import TrainingError
from app.model import EditableModel
from app.model.memory import ReadingTrace
from app.model.prompts import tokens_of
from app.model.readers import Weighted
from app.training.config import ModelConfig, ObjectiveConfig, TrainingConfig, load_config
from app.training.examples import Batch, Example, Question, TwoHop
from app.training.objective import Bank
from app.training.packing import EncodedRow, ReadingRow, pack
from app.training.pool_reading import PoolBuilder, PoolStep, pool_loss
from app.training.run import starting_point
from app.training.seed_adapter import with_reader
from app.training.student import Student
from tests.tiny_models import FAMILIES, HEAD_DIM, KV_HEADS, LAYERS, SLOTS, tiny_adapter, tiny_backbone

EDITS = ("The capital of France is Lyon.", "Returns: 45 days.", "The CEO of Apple is Maria Lopez, as everyone knows.")
QUESTIONS = ("What is the capital of France?", "How long?", "The CEO of Apple is")
EXAMPLES = tuple(
    Example(edit, edit[:9], "is", (Question(question, answer),), "en", "name")
    for edit, question, answer in zip(EDITS, QUESTIONS, ("Lyon", "45 days", "Maria"), strict=True)
)


@pytest.mark.parametrize("family", FAMILIES)
def test_packed_pass_equals_the_answering_pass(family: str) -> None:
    backbone = tiny_backbone(family)
    adapter = tiny_adapter(backbone, reader="separate", temperature=1.7)
    model = EditableModel.assemble(backbone, adapter, "compressed", Settings())
    encoded = [tokens_of(backbone.tokenizer, text) for text in EDITS]
    rows = [
        ReadingRow(tokens_of(backbone.tokenizer, f"{question} Lyon\n"), (), (), verbatim=False)
        for question in QUESTIONS
    ]
    student = Student(backbone, adapter, torch.float32).eval()
    packed = pack([EncodedRow(ids, SLOTS) for ids in encoded], rows, SLOTS, SLOTS, adapter.card.select_from)
    with torch.no_grad():
        hidden, masses = student.read_pool(packed)
    pool = model.compress(EDITS)
    first = min(packed.reading_starts)
    for row, start in zip(rows, packed.reading_starts, strict=True):
        trace = ReadingTrace()
        trace.start_pass()
        tokens = torch.tensor([row.token_ids])
        expected = model.answerer.edited.model.get_submodule("model")(
            input_ids=tokens,
            attention_mask=torch.ones_like(tokens),
            position_ids=torch.arange(tokens.shape[1])[None],
            use_cache=False,
            memory=model.answerer.reader.memory([[Weighted(gist, 0.0) for gist in pool]], trace),
        ).last_hidden_state[0]
        end = start + len(row.token_ids)
        torch.testing.assert_close(hidden[start:end], expected, rtol=1e-4, atol=1e-4)
        mass = masses[end - 1 - first]  # of the row's last token
        by_layer = torch.stack([trace.slot_mass[0][layer][0].mean(0) for layer in range(LAYERS // 2, LAYERS)])
        wanted = by_layer.mean(0).view(len(EDITS), SLOTS)
        found = mass[1:].view(len(EDITS), SLOTS)[packed.encoded_order]
        torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)
        assert mass.sum().item() == pytest.approx(1, abs=1e-5)


def step_of(batch: Batch) -> tuple[PoolStep, Student]:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, reader="separate", low_rank=0.05)
    builder = PoolBuilder(
        backbone.tokenizer, ObjectiveConfig(reading_rows=99), lambda prompts: [[65, 66] for _ in prompts], SLOTS, 2
    )
    step = builder.build(batch, Random(0))
    assert step is not None
    return step, Student(backbone, adapter, torch.float32)


def test_rows_know_their_own_edits_and_the_rest_keeps_the_backbones_answer() -> None:
    hop = TwoHop("Which?", "Maria", (0, 2))
    step, _ = step_of(Batch(EXAMPLES, ("Who wrote Hamlet?",), ("The CEO of Ford is",), (hop,)))
    assert step.pairs == 4
    own = sorted(map(tuple, step.own.int().tolist()))
    assert own == sorted([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (0, 0, 0), (0, 0, 0)])
    assert step.answer_tokens[step.answer_rows >= 4].tolist() == [65, 66, 65, 66]
    assert (step.own[4:] == 0).all()


def test_edits_that_are_too_long_are_left_out_with_their_questions() -> None:
    long = replace(EXAMPLES[1], edit="Returns: " + "very " * 99)
    step, _ = step_of(Batch((EXAMPLES[0], long, EXAMPLES[2]), (), (), (TwoHop("Which?", "x", (0, 1)),)))
    assert step.own.tolist() == [[True, False], [False, True]] or step.own.tolist() == [[False, True], [True, False]]


def test_the_loss_reaches_everything_that_compresses_selects_and_reads() -> None:
    step, student = step_of(Batch(EXAMPLES, ("Who wrote Hamlet?",), (), ()))
    outcome = pool_loss(student, step, ObjectiveConfig(), Bank(torch.zeros(0)))
    torch.autograd.backward(outcome.loss)
    trained = student.trained()
    reached = {name for name, p in trained.items() if p.grad is not None and bool(p.grad.any())}
    selecting = {"layer_logits", "log_scale", "zero_logit", "zero_key"}  # of the reader `joint`
    assert set(trained) - reached == selecting
    figures = outcome.figures
    assert 0 <= figures["own_mass"] <= 1 - figures["zero_mass_covered"]
    assert outcome.loss.item() == pytest.approx(figures["from_pool"] + figures["uncovered"], rel=1e-5)


def test_a_longer_key_of_the_zero_gist_draws_more_of_those_who_look_its_way() -> None:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, reader="separate")
    step, _ = step_of(Batch(EXAMPLES, (), (), ()))
    rates = []
    for size in (0.0, 1.0, 50.0):
        assert adapter.zero_keys is not None
        other = replace(adapter, zero_keys=adapter.zero_keys.sign() * size)
        with torch.no_grad():
            _, masses = Student(backbone, other, torch.float32).read_pool(step.packed)
        rates.append(float(masses[:, 0].max()))
    assert rates[0] < rates[1] < rates[2]


def test_a_run_starts_with_keys_of_the_zero_gist_at_zero() -> None:
    backbone = tiny_backbone()
    config = TrainingConfig(model=ModelConfig(name="new", slots=3, rank=2, reader="separate", temperature=2.0))
    fresh = starting_point(config, backbone)
    assert (fresh.card.reader, fresh.card.temperature, config.reader) == ("separate", 2.0, "separate")
    assert fresh.zero_keys is not None
    assert fresh.zero_keys.shape == (LAYERS // 2, KV_HEADS, HEAD_DIM) and not fresh.zero_keys.any()
    joint = tiny_adapter(backbone)
    turned = with_reader(joint, joint.card.model_copy(update={"reader": "separate"}))
    assert turned.zero_keys is not None and not turned.zero_keys.any()
    again = with_reader(replace(turned, zero_keys=fresh.zero_keys + 1), turned.card)
    assert again.zero_keys is not None and (again.zero_keys == 1).all()
    assert with_reader(again, joint.card).zero_keys is None


@pytest.mark.parametrize("objective", ["reconstructions = 2", "fewer_slots = [1]", 'reading = "in-prompt"'])
def test_what_the_papers_reader_does_not_do_is_refused(objective: str, tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text(f'[model]\nname = "x"\nreader = "separate"\n[objective]\n{objective}\n')
    with pytest.raises(TrainingError, match="reads all slots of all edits"):
        load_config(file)
