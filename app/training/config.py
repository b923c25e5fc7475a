"""The configuration of a training run: one commented TOML file (see `assets/training/`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.config import Precision
from app.errors import TrainingError
from app.model.adapter_card import ReaderKind


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelConfig(_Section):
    """What is trained, and from where."""

    backbone: str = "embedded"
    start: str = "none"
    """Folder or shipped name of an adapter to start from; `none` starts from nothing."""
    name: str
    """Of the adapter that comes out."""
    languages: list[str] = ["en"]
    precision: Precision = "auto"
    """Of the products: `auto` measures float32 against bfloat16; `nf4` on CUDA."""
    slots: int = Field(4, ge=1, le=64)
    """Gist tokens an edit, m. More than the adapter that training starts from has: the new ones begin as copies."""
    selection_slots: int | None = Field(None, ge=1)
    """The first so many select, and stand behind a question; None: all, or as many as the start has."""
    span_means: bool = False
    """The gist tokens beyond those that select begin as the mean of a span of the edit, with nothing but the learnt
    shift of their own."""
    reader: Literal["joint", "separate"] = "joint"
    """How gist slots are read: beside the sequence in one softmax, or, as the paper has it, in a softmax of their own
    over the zero gist and the whole pool, which selects as it reads."""
    temperature: float = Field(1.0, gt=0)
    """`separate`: factor on the scores of that softmax."""
    select_from: float = Field(0.5, ge=0, lt=1)
    """First selecting layer, as a share of the layers."""
    low_rank_from: float = Field(0.27, ge=0, lt=1)
    """First trained layer, as a share of the layers; those below run without gradients."""
    rank: int = Field(32, ge=1)
    alpha: float = Field(64, gt=0)


class ObjectiveConfig(_Section):
    """What is minimised."""

    reading: Literal["slots", "in-prompt"] = "slots"
    """Edits are read from gist slots (or their tokens), or from the prompt, where there is nothing to select."""
    wrong_edits: int = Field(4, ge=0)
    """`in-prompt`: questions a step that stand behind another edit than their own, and keep the backbone's answer."""
    unchanged_weight: float = Field(1.0, ge=0)
    """`in-prompt`, `separate`: of questions that keep the backbone's answer, beside those that an edit answers."""
    selection_weight: float = Field(1.0, ge=0)
    """Of the selection's cross-entropy beside that of reading."""
    compressed_share: float = Field(0.85, ge=0, le=1)
    """Share of reading rows that read gist slots; the rest reads the edit's tokens, which keeps verbatim mode."""
    distractors: int = Field(3, ge=0)
    """Most other edits that a row reads besides the right one."""
    distractor_share: float = Field(0.5, ge=0, le=1)
    """Share of rows that read any."""
    bank: int = Field(0, ge=0)
    """Selection keys of earlier steps' edits kept as further negatives: pools larger than a batch."""
    bank_from_step: int = Field(0, ge=0)
    matched: int = Field(64, ge=1)
    """Most questions a step that are matched with the edits, besides those that no edit covers."""
    reading_rows: int = Field(32, ge=1)
    """Most questions a step that are answered. Reading is learnt more slowly than matching."""
    fewer_slots: list[int] = []
    """Numbers of slots, below all of them, that rows read too: then fewer may be kept of an edit."""
    fewer_slots_share: float = Field(0.4, ge=0, le=1)
    """Share of the compressed rows that read so few."""
    reconstructions: int = Field(0, ge=0)
    """Edits a step that are reconstructed, word for word, from their gist slots."""
    reconstruction_weight: float = Field(0.3, ge=0)
    """Of the reconstructions' cross-entropy beside that of the answers."""
    max_tokens: int = Field(160, ge=16)
    """Longer edits are left out of training."""


class ScheduleConfig(_Section):
    """How fast, and how long."""

    learning_rate: float = Field(1.5e-3, gt=0)
    selection_rate: float = Field(20.0, gt=0)
    """Factor on the learning rate for layer weights, scale and zero gist."""
    betas: tuple[float, float] = (0.9, 0.98)
    clip: float = Field(1.0, gt=0)
    warm_up: int = Field(10, ge=0)
    """Steps from no to full learning rate, at the start and wherever the optimiser's state is new."""
    steps: int = Field(1_000_000, ge=1)
    """Steps at the constant rate."""
    decay_steps: int = Field(400, ge=1)
    """Steps of the last phase, from the full rate to `final_rate` of it."""
    final_rate: float = Field(0.05, ge=0, le=1)
    average: float = Field(0.0, ge=0, lt=1)
    """Adapters are a running average of the weights, of which a step leaves this share; 0: the last weights."""
    mean_steps: int = Field(8, ge=0)
    """Steps over which an adapter's mean of the selection keys is measured; 0: as training had it."""
    save_every: int = Field(50, ge=1)
    validate_every: int = Field(500, ge=1)
    log_every: int = Field(10, ge=1)


class TrainingConfig(_Section):
    """One run."""

    seed: int = 1
    model: ModelConfig
    data: dict[str, Any] = {}
    """The mixture's own settings, see `app.training.mixture.MixtureConfig`."""
    objective: ObjectiveConfig = ObjectiveConfig()
    schedule: ScheduleConfig = ScheduleConfig()

    @property
    def reader(self) -> ReaderKind:
        """How the adapter that comes out reads."""
        return "in-prompt" if self.objective.reading == "in-prompt" else self.model.reader

    @model_validator(mode="after")
    def _separate_reads_all_slots_of_the_pool(self) -> TrainingConfig:
        objective = self.objective
        others = objective.reading != "slots" or objective.fewer_slots or objective.reconstructions
        if self.model.reader == "separate" and others:
            raise ValueError(
                "model.reader = “separate” reads all slots of all edits: no in-prompt, fewer_slots or reconstructions"
            )
        return self

    @model_validator(mode="after")
    def _spans_are_read_together(self) -> TrainingConfig:
        if self.model.span_means and (self.objective.fewer_slots or self.reader != "joint"):
            raise ValueError(
                "model.span_means: each slot holds a part of the edit, so all are read: no fewer_slots, and slots that "
                "are read beside the question"
            )
        return self

    @model_validator(mode="after")
    def _selects_where_trained(self) -> TrainingConfig:
        if self.model.select_from < self.model.low_rank_from:
            raise ValueError(
                "model.select_from must not lie below model.low_rank_from: gists would not be trained there"
            )
        return self


def load_config(file: Path) -> TrainingConfig:
    """Read a configuration.

    Raises:
        TrainingError: no such file, no TOML, or settings out of range, naming each.
    """
    try:
        return TrainingConfig.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise TrainingError(
            f"The configuration {file} cannot be read ({error.strerror}).", "", "Check the path."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise TrainingError(f"{file} is not TOML: {error}.", "", "See assets/training/ for an example.") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise TrainingError(
            given=f"{file} has settings that cannot be used: {faults}.",
            allowed="Every setting is described in app/training/config.py.",
            remedy="Correct these and start again; nothing was changed.",
        ) from error


Phase = Literal["constant", "decay"]
