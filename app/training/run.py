"""A run from its configuration: backbone, start, mixture and trainer put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from app.config import Settings
from app.errors import TrainingError
from app.model.adapter import Adapter
from app.model.adapter_card import AdapterCard
from app.model.backbone import DTYPES, Backbone, choose_device, open_backbone
from app.model.families import window_of
from app.model.precision import ChosenPrecision, resolve_precision
from app.model.progress import Progress
from app.model.shelf import find_adapter
from app.model.sources import resolve
from app.training.config import ModelConfig, TrainingConfig
from app.training.mixture import Mixture, read_mixture_config
from app.training.objectives import OBJECTIVES
from app.training.seed_adapter import untrained_adapter, with_reader, with_slots
from app.training.student import Student
from app.training.trainer import Trainer


def prepare(config: TrainingConfig, folder: Path, settings: Settings, progress: Progress | None = None) -> Trainer:
    """Everything that a run needs, loaded.

    Args:
        folder: of the run; a run that is there goes on.

    Raises:
        TrainingError: settings that cannot be used, of the mixture or for this backbone.
        BackboneError, AdapterError: backbone or start not to be had.
    """
    mixture = Mixture(read_mixture_config(config.data), config.seed)
    backbone, products = _backbone(config.model, settings, progress)
    start = starting_point(config, backbone)
    _require_within_window(config, backbone)
    student = Student(backbone, start, DTYPES[products]).to(backbone.device)
    objective = OBJECTIVES[config.reader](backbone, config.objective, start)
    folder.mkdir(parents=True, exist_ok=True)
    return Trainer(student, objective.builder, mixture, config, folder, objective.loss)


def starting_point(config: TrainingConfig, backbone: Backbone) -> Adapter:
    """The adapter that training starts from: an existing one under the run's name, or an untrained one."""
    model = config.model
    if model.start != "none":
        found = find_adapter(model.start, backbone)
        if found is None:
            raise TrainingError(
                given="start = “auto” found no shipped adapter for this backbone.",
                remedy="Name an adapter, or set start to “none”.",
            )
        grown = with_slots(
            found.computed_in(backbone.precision), model.slots, backbone, config.seed, span_means=model.span_means
        )
        return with_reader(grown, grown.card.model_copy(update=_stated(config)))
    layers = backbone.dimensions.layers
    card = AdapterCard(
        backbone_name=backbone.name,
        backbone_fingerprint=backbone.fingerprint,
        family=backbone.family,
        slots=model.slots,
        selection_slots=model.selection_slots,
        select_from=round(model.select_from * layers),
        low_rank_from=round(model.low_rank_from * layers),
        rank=model.rank,
        alpha=model.alpha,
        **_stated(config),
    )
    return untrained_adapter(backbone, card, config.seed)


def _stated(config: TrainingConfig) -> dict[str, Any]:
    """What the card says of the run, wherever it starts from."""
    return {
        "name": config.model.name,
        "languages": list(config.model.languages),
        "slots_trained": sorted({*config.objective.fewer_slots, config.model.slots}),
        "reconstructs": config.objective.reconstructions > 0,
        "reader": config.reader,
        "span_means": config.model.span_means,
        "temperature": config.model.temperature,
    }


def _require_within_window(config: TrainingConfig, backbone: Backbone) -> None:
    """Packed attention has no windows: every row must fit the backbone's shortest one.

    Raises:
        TrainingError: an edit of the longest kind, repeated behind its prompt, would not.
    """
    window = window_of(backbone.model.config)
    most = config.objective.max_tokens
    if window is not None and 2 * most > window:
        raise TrainingError(
            given=f"objective.max_tokens is {most}; {backbone.name} looks back {window} tokens in some layers.",
            allowed=f"Edits of at most {window // 2} tokens: rows must not outgrow that window.",
            remedy="Set objective.max_tokens lower.",
        )


def _backbone(model: ModelConfig, settings: Settings, progress: Progress | None) -> tuple[Backbone, ChosenPrecision]:
    """The backbone as training holds it, and the precision of the products.

    On a processor the weights are float32 and cast where products run; on CUDA in NF4 they are as they are.
    """
    device = choose_device(settings.device)
    products = resolve_precision(model.precision, device.type, named=settings.device == "cpu")
    source = resolve(model.backbone, settings, progress)
    held: ChosenPrecision = "nf4" if products == "nf4" else "float32"
    return open_backbone(source, device, held), products


def set_threads(threads: int | None) -> None:
    """Processor threads of this process; None leaves torch's choice."""
    if threads is not None:
        torch.set_num_threads(threads)
