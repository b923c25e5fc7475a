"""State of a run on disk: everything that makes a resumed run equal an unbroken one. No pickle."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from app.errors import TrainingError
from app.training.objective import Bank
from app.training.snapshot import RunningAverage
from app.training.student import Student

STATE_FILE, PROGRESS_FILE = "state.safetensors", "progress.json"


@dataclass
class Progress:
    """How far a run is."""

    step: int = 0
    """Steps done, over all phases."""
    since_start: int = 0
    """Steps since the optimiser's state was new: counts the warm-up."""
    decay_step: int | None = None
    """Steps of the last phase done; None in the constant phase."""
    pairs: int = 0
    """Questions with their edit seen."""
    seconds: float = 0.0


def save_state(
    folder: Path,
    student: Student,
    optimiser: torch.optim.Optimizer,
    bank: Bank,
    average: RunningAverage,
    progress: Progress,
) -> None:
    """Write the state beside the old one, then put it in its place: a killed run leaves one or the other."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    tensors: dict[str, Tensor] = {f"student.{name}": tensor for name, tensor in student.trained().items()}
    tensors["student.mean"] = student.mean
    tensors |= {f"average.{name}": tensor for name, tensor in average.weights.items()}
    for name, parameter in student.trained().items():
        for key, value in optimiser.state[parameter].items():
            tensors[f"optimiser.{name}.{key}"] = value
    tensors["bank.vectors"] = bank.vectors
    save_file({n: t.detach().cpu().contiguous().clone() for n, t in tensors.items()}, fresh / STATE_FILE)
    facts = {"progress": asdict(progress), "bank_keys": bank.keys, "averaged_steps": average.steps}
    (fresh / PROGRESS_FILE).write_text(json.dumps(facts), encoding="utf-8")
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def load_state(
    folder: Path, student: Student, optimiser: torch.optim.Optimizer, bank: Bank, average: RunningAverage
) -> Progress:
    """Put a saved state into student, optimiser, bank and average.

    Raises:
        TrainingError: the state is of a run with other sizes.
    """
    place = folder if folder.exists() else folder.with_name(f"{folder.name}.old")
    tensors = load_file(place / STATE_FILE)
    facts = json.loads((place / PROGRESS_FILE).read_text(encoding="utf-8"))
    try:
        with torch.no_grad():
            state: dict[Any, dict[str, Tensor]] = optimiser.state
            targets: dict[str, Tensor] = dict(student.trained())
            for name, parameter in targets.items():
                parameter.copy_(tensors[f"student.{name}"])
                state[parameter] = _optimiser_state(tensors, name, parameter.device)
                average.weights[name].copy_(tensors[f"average.{name}"])
            student.mean.copy_(tensors["student.mean"])
    except (KeyError, RuntimeError) as error:
        raise TrainingError(
            given=f"The saved state in {place} does not fit this configuration ({error}).",
            allowed="A run is resumed with the sizes it was started with.",
            remedy="Start in a new folder, from the adapter alone.",
        ) from error
    average.steps = facts["averaged_steps"]
    bank.vectors, bank.keys = tensors["bank.vectors"].to(student.mean.device), list(facts["bank_keys"])
    return Progress(**facts["progress"])


def has_state(folder: Path) -> bool:
    return folder.exists() or folder.with_name(f"{folder.name}.old").exists()


def _optimiser_state(tensors: dict[str, Tensor], name: str, device: torch.device) -> dict[str, Tensor]:
    start = f"optimiser.{name}."
    found = {key.removeprefix(start): value for key, value in tensors.items() if key.startswith(start)}
    # AdamW keeps its step count on the CPU unless it is fused on a GPU, where the count lies beside the moments.
    return {key: value.to(device) for key, value in found.items()}
