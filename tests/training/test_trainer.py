"""The trainer on a tiny model: it learns, it resumes as if it had never stopped, it decays apart from the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

from app.config import Settings
from app.errors import TrainingError
from app.model import EditableModel, load_adapter
from app.model.adapter_card import ReaderKind
from app.training import run
from app.training.config import ModelConfig, ObjectiveConfig, ScheduleConfig, TrainingConfig, load_config
from app.training.curve import LOSSES, SHARES
from app.training.examples import Batch, Example, Question, TwoHop
from app.training.objectives import OBJECTIVES
from app.training.run import starting_point
from app.training.seed_adapter import with_slots
from app.training.student import Student
from app.training.trainer import Report, Trainer
from tests.tiny_models import SLOTS, tiny_adapter, tiny_backbone

CITIES = ("Lyon", "Oslo", "Kyoto", "Lima")
LANDS = ("France", "Peru", "Japan", "Chad", "Cuba", "Laos", "Mali", "Oman")


@dataclass(frozen=True)
class Capitals:
    """Four edits a step, others at every step."""

    two_hop: bool = False

    def batch(self, step: int) -> Batch:
        lands = [LANDS[(step + i) % len(LANDS)] for i in range(4)]
        cities = [CITIES[(step * 3 + i) % 4] for i in range(4)]
        examples = tuple(
            Example(
                edit=f"The capital of {land} is {city}.",
                subject=land,
                relation="capital",
                questions=(Question(f"What is the capital of {land}?", city), Question(f"{land}'s capital is", city)),
                language="en",
                answer_kind="place",
            )
            for land, city in zip(lands, cities, strict=True)
        )
        hop = (TwoHop("Which capital is it?", cities[0], (0, 1)),) if self.two_hop else ()
        return Batch(examples, ("Who wrote Hamlet?",), (f"What is the anthem of {lands[0]}?",), hop)


READERS: tuple[ReaderKind, ...] = ("joint", "separate", "in-prompt")


def trainer_in(
    folder: Path,
    *,
    bank: int = 6,
    steps: int = 100,
    reader: ReaderKind = "joint",
    **schedule: float,
) -> Trainer:
    backbone = tiny_backbone()
    adapter = tiny_adapter(backbone, low_rank=0.05, reader=reader)
    config = TrainingConfig(
        seed=3,
        model=ModelConfig(name="tiny"),
        objective=ObjectiveConfig(bank=bank, reading_rows=6),
        schedule=ScheduleConfig(steps=steps, save_every=3, decay_steps=4, warm_up=2, log_every=2, **schedule),
    )
    student = Student(backbone, adapter, torch.float32)
    objective = OBJECTIVES[reader](backbone, config.objective, adapter)
    return Trainer(student, objective.builder, Capitals(), config, folder, objective.loss)


def state_of(trainer: Trainer) -> dict[str, torch.Tensor]:
    return {name: parameter.detach().clone() for name, parameter in trainer.student.trained().items()}


@pytest.mark.parametrize(("reader", "pairs"), [("joint", 64), ("separate", 48), ("in-prompt", 48)])
def test_resumed_run_equals_an_unbroken_one(reader: ReaderKind, pairs: int, tmp_path: Path) -> None:
    unbroken = trainer_in(tmp_path / "unbroken", reader=reader)
    unbroken.run("constant", until_step=8)
    first = trainer_in(tmp_path / "broken", reader=reader)
    first.run("constant", until_step=5)
    second = trainer_in(tmp_path / "broken", reader=reader)
    progress = second.run("constant", until_step=8)
    assert (progress.step, progress.pairs) == (8, pairs)
    for name, tensor in state_of(unbroken).items():
        assert torch.equal(tensor, state_of(second)[name]), name
    assert torch.equal(unbroken.student.mean, second.student.mean)
    assert load_adapter(tmp_path / "broken" / "adapter").card.trained_pairs == pairs
    if unbroken.student.zero_keys is not None:
        found = load_adapter(tmp_path / "broken" / "adapter").zero_keys
        assert found is not None and torch.equal(found, unbroken.student.zero_keys)


def test_killed_between_saves_goes_on_from_the_last_save(tmp_path: Path) -> None:
    class KilledError(Exception):
        pass

    def stop_hard(report: Report) -> None:
        if report.progress.step == 8:
            raise KilledError

    with pytest.raises(KilledError):
        trainer_in(tmp_path).run("constant", on_report=stop_hard)
    resumed = trainer_in(tmp_path)
    resumed.run("constant", until_step=9)
    unbroken = trainer_in(tmp_path / "unbroken")
    unbroken.run("constant", until_step=9)
    assert all(torch.equal(t, state_of(resumed)[n]) for n, t in state_of(unbroken).items())


@pytest.mark.parametrize("reader", READERS)
def test_loss_falls(reader: ReaderKind, tmp_path: Path) -> None:
    losses: list[float] = []
    trainer_in(tmp_path, reader=reader, learning_rate=5e-3).run(
        "constant", until_step=30, on_report=lambda r: losses.append(r.figures["loss"])
    )
    assert sum(losses[-3:]) < 0.8 * sum(losses[:3])


@pytest.mark.parametrize("reader", READERS)
def test_what_is_logged_is_drawn(reader: ReaderKind, tmp_path: Path) -> None:
    logged: set[str] = set()
    trainer_in(tmp_path, reader=reader).run(
        "constant", until_step=2, on_report=lambda report: logged.update(report.figures)
    )
    assert {"loss", "efficacy"} < logged
    assert logged <= {"loss"} | {series.figure for series in (*LOSSES, *SHARES)}


def test_backbone_is_not_changed(tmp_path: Path) -> None:
    trainer = trainer_in(tmp_path)
    frozen = {n: p.clone() for n, p in trainer.student.named_parameters() if not p.requires_grad}
    trainer.run("constant", until_step=3)
    now = dict(trainer.student.named_parameters())
    assert frozen and all(torch.equal(tensor, now[name]) for name, tensor in frozen.items())


def test_decay_brings_the_rate_down_and_leaves_the_constant_phase_as_it_is(tmp_path: Path) -> None:
    trainer_in(tmp_path).run("constant", until_step=4)
    before = (tmp_path / "state" / "state.safetensors").read_bytes()
    rates: list[float] = []
    decaying = trainer_in(tmp_path)
    decaying.run("decay", on_report=lambda report: rates.append(report.learning_rate))
    assert (tmp_path / "state" / "state.safetensors").read_bytes() == before
    assert rates == sorted(rates, reverse=True) and rates[-1] < 0.5 * rates[0]
    assert load_adapter(tmp_path / "decayed").card.name == "tiny"
    assert trainer_in(tmp_path).run("constant", until_step=5).step == 5


def test_broken_decay_goes_on(tmp_path: Path) -> None:
    trainer_in(tmp_path).run("constant", until_step=4)
    stops = iter([False, False, True])
    trainer_in(tmp_path).run("decay", stop_asked=lambda: next(stops))
    progress = trainer_in(tmp_path).run("decay")
    assert (progress.step, progress.decay_step) == (8, 4)


def test_stop_saves_what_was_reached(tmp_path: Path) -> None:
    stops = iter([False, False, True])
    assert trainer_in(tmp_path).run("constant", stop_asked=lambda: next(stops)).step == 2
    assert trainer_in(tmp_path).run("constant", until_step=3).step == 3


def test_state_of_other_sizes_is_refused(tmp_path: Path) -> None:
    trainer_in(tmp_path).run("constant", until_step=1)
    backbone = tiny_backbone()
    other = trainer_in(tmp_path)
    other.student = Student(backbone, tiny_adapter(backbone, rank=5), torch.float32)
    with pytest.raises(TrainingError, match="does not fit"):
        other.run("constant", until_step=2)


def test_a_run_starts_from_nothing_or_from_an_adapter() -> None:
    backbone = tiny_backbone()
    config = TrainingConfig(
        model=ModelConfig(name="new", slots=3, rank=2),
        objective=ObjectiveConfig(fewer_slots=[1, 2], reconstructions=1),
    )
    fresh, again = starting_point(config, backbone), starting_point(config, backbone)
    assert fresh.card.slots_trained == [1, 2, 3] and fresh.card.reconstructs
    assert fresh.card.slots == 3 and fresh.card.select_from == 2
    assert all(not update.up.any() for update in fresh.low_rank.values())
    assert all(torch.equal(update.down, again.low_rank[name].down) for name, update in fresh.low_rank.items())


def test_rows_must_fit_the_window_of_the_backbone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_backbone", lambda *_: (tiny_backbone("gemma3", window=40), "float32"))
    config = TrainingConfig(model=ModelConfig(name="new", rank=2), objective=ObjectiveConfig(max_tokens=21))
    with pytest.raises(TrainingError, match="at most 20 tokens"):
        run.prepare(config, tmp_path, Settings())
    fitting = config.model_copy(update={"objective": ObjectiveConfig(max_tokens=20)})
    assert isinstance(run.prepare(fitting, tmp_path, Settings()), Trainer)


def test_more_slots_than_the_start_has_leave_the_first_ones_as_they_are() -> None:
    backbone = tiny_backbone()
    small = tiny_adapter(backbone)
    grown = with_slots(small, 2 * SLOTS + 1, backbone, seed=4)
    model = EditableModel.assemble(backbone, grown, "compressed", Settings())
    assert grown.card.slots == 2 * SLOTS + 1 and grown.selection_slots == SLOTS
    assert torch.equal(grown.gist_embeddings[:SLOTS], small.gist_embeddings)
    assert not torch.equal(grown.gist_embeddings[SLOTS : 2 * SLOTS], small.gist_embeddings)
    before = EditableModel.assemble(backbone, small, "compressed", Settings())
    edits = ["Tea takes 4 minutes.", "Ada has 3 cats."]
    logits = [m.answer("Ada has", m.compress(edits)).evidence.selection.logits for m in (before, model)]
    assert logits[1] == pytest.approx(logits[0], abs=1e-3)  # selection is what it was
    assert model.compress(edits).gists[0].slots == 2 * SLOTS + 1
    with pytest.raises(TrainingError, match="As many or more"):
        with_slots(small, 1, backbone, seed=4)


def test_new_slots_that_are_means_of_spans_begin_without_a_shift() -> None:
    backbone = tiny_backbone()
    small = tiny_adapter(backbone)
    grown = with_slots(small, 2 * SLOTS, backbone, seed=4, span_means=True)
    assert torch.equal(grown.gist_shift[:SLOTS], small.gist_shift)
    assert not grown.gist_shift[SLOTS:].any()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed = ", "not TOML"),
        ("seed = 1", "model: Field required"),
        ('[model]\nname = "x"\nrank = 0', "model.rank"),
        ('[model]\nname = "x"\nselect_from = 0.1', "select_from must not lie below"),
        ('[model]\nname = "x"\n[schedule]\nspeed = 1', "schedule.speed"),
        ('[model]\nname = "x"\nspan_means = true\n[objective]\nfewer_slots = [1]', "all are read"),
    ],
)
def test_faulty_configuration_is_explained(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "run.toml"
    file.write_text(text)
    with pytest.raises(TrainingError, match=said):
        load_config(file)


def test_shipped_configurations_can_be_read() -> None:
    files = sorted(Path(__file__).parents[2].glob("assets/training/*.toml"))
    assert files and all(load_config(file).model.name for file in files)
