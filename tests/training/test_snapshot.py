"""What a run gives out: an average of its weights, whose keys have their own mean; training itself does not notice."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from app.model import load_adapter
from app.training.snapshot import FASTER_AT_FIRST, RunningAverage
from tests.training.test_trainer import state_of, trainer_in


def test_average_of_all_steps_by_hand(tmp_path: Path) -> None:
    trainer = trainer_in(tmp_path, average=0.8)
    expected = state_of(trainer)
    for step in range(1, 5):
        trainer.run("constant", until_step=step)
        keep = min(0.8, step / (step + FASTER_AT_FIRST))
        expected = {n: keep * expected[n] + (1 - keep) * weight for n, weight in state_of(trainer).items()}
    found = load_adapter(tmp_path / "adapter")
    torch.testing.assert_close(found.gist_shift, expected["gist_shift"])
    torch.testing.assert_close(found.selection.zero_key, expected["zero_key"])
    assert not torch.equal(found.gist_shift, state_of(trainer)["gist_shift"])


def test_without_average_the_weights_as_they_are(tmp_path: Path) -> None:
    trainer = trainer_in(tmp_path)
    trainer.run("constant", until_step=3)
    assert torch.equal(load_adapter(tmp_path / "adapter").gist_shift, state_of(trainer)["gist_shift"])


def test_training_does_not_notice_what_is_saved(tmp_path: Path) -> None:
    often, seldom = trainer_in(tmp_path / "often", average=0.5), trainer_in(tmp_path / "seldom")
    seldom.config = seldom.config.model_copy(
        update={"schedule": seldom.config.schedule.model_copy(update={"save_every": 100, "mean_steps": 0})}
    )
    for trainer in (often, seldom):
        trainer.run("constant", until_step=8)
    assert all(torch.equal(tensor, state_of(seldom)[name]) for name, tensor in state_of(often).items())
    assert torch.equal(often.student.mean, seldom.student.mean)


def test_mean_is_that_of_the_weights_given_out(tmp_path: Path) -> None:
    trainer = trainer_in(tmp_path, average=0.9, mean_steps=3)
    trainer.run("constant", until_step=7)
    packed = list(trainer._last_steps(7))
    given_out = load_adapter(tmp_path / "adapter")
    average = RunningAverage(trainer.student, 0.9)
    average.weights = {n: w.clone() for n, w in average_in(tmp_path).items()}
    with average.in_place(trainer.student), torch.no_grad():
        means = [trainer.student(one)[1].mean(0) for one in packed]
    assert len(packed) == 3
    torch.testing.assert_close(given_out.selection.mean, torch.stack(means).mean(0))
    assert not torch.equal(given_out.selection.mean, trainer.student.mean)


def average_in(folder: Path) -> dict[str, torch.Tensor]:
    """The average that a run's state holds."""
    tensors = load_file(folder / "state" / "state.safetensors")
    return {name.removeprefix("average."): t for name, t in tensors.items() if name.startswith("average.")}


@pytest.mark.parametrize("average", [0.0, 0.7])
def test_resumed_run_gives_out_what_an_unbroken_one_does(average: float, tmp_path: Path) -> None:
    trainer_in(tmp_path / "unbroken", average=average).run("constant", until_step=8)
    for step in (5, 8):
        trainer_in(tmp_path / "broken", average=average).run("constant", until_step=step)
    unbroken, broken = (load_adapter(tmp_path / name / "adapter") for name in ("unbroken", "broken"))
    assert torch.equal(unbroken.gist_shift, broken.gist_shift)
    assert torch.equal(unbroken.selection.mean, broken.selection.mean)
