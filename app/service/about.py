"""What answers here, in full: the backbone, its adapter, the precision and why, versions, where data is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.service.core import Core
from app.service.doctor import installed_versions
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.model import EditableModel
    from app.model.adapter_card import AdapterCard

PrecisionReason = Literal["set", "cuda", "measured-faster", "measured-slower"]
"""Set by a person; NF4 because of CUDA; bfloat16 or float32 as a measurement on this processor found."""


@dataclass(frozen=True)
class ModelFacts:
    """The model that is open now."""

    title: str
    licence: str
    """Empty where it is not known: a model of the user's own."""
    family: str
    parameters: int
    layers: int
    fingerprint: str
    device: str
    memory: str
    precision: str
    precision_reason: PrecisionReason
    ratio: float | None
    """How many times as fast as float32 bfloat16 is on this processor, where that was measured."""
    card: AdapterCard | None
    """None: without adapter."""
    adapter_bytes: int


@dataclass(frozen=True)
class DataFacts:
    """Where data is kept and for how long."""

    session_hours: float
    shared_store: Literal["none", "file", "server"]
    """There is none yet, it is a file beside the program, or a database server. Its address is nobody's business."""


@dataclass(frozen=True)
class AboutFacts:
    """All that the tab *About* tells."""

    model: ModelFacts
    data: DataFacts
    versions: dict[str, str]


class AboutWorkbench:
    """Facts for people who want to know what they are using."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("facts.facts")
    def facts(self) -> AboutFacts | None:
        """Everything; None while the model is not loaded.

        Raises:
            StoreError: the store's URL cannot be read.
        """
        if not self._core.loading.ready:
            return None
        return AboutFacts(self._model(self._core.model()), self._data(), installed_versions())

    def _model(self, model: EditableModel) -> ModelFacts:
        from app.model.lending import zero_gpu
        from app.model.sources import PACKAGED

        packaged = PACKAGED.get(model.backbone.name)
        adapter = model.adapter
        folder = None if adapter is None else adapter.path
        reason, ratio = self._precision(str(model.backbone.precision), zero_gpu.device_of(model))
        return ModelFacts(
            title=model.backbone.name if packaged is None else packaged.title,
            licence="" if packaged is None else packaged.licence,
            family=model.backbone.family,
            parameters=model.backbone.parameters,
            layers=model.backbone.dimensions.layers,
            fingerprint=model.backbone.fingerprint,
            device=zero_gpu.device_of(model),
            memory=str(model.memory),
            precision=str(model.backbone.precision),
            precision_reason=reason,
            ratio=ratio,
            card=None if adapter is None else adapter.card,
            adapter_bytes=0 if folder is None else sum(file.stat().st_size for file in folder.glob("*.safetensors")),
        )

    def _precision(self, precision: str, device: str) -> tuple[PrecisionReason, float | None]:
        from app.model.precision import measure_cpu

        if self._core.settings.precision != "auto":
            return "set", None
        if device.startswith("cuda"):
            return "cuda", None
        return "measured-faster" if precision == "bfloat16" else "measured-slower", measure_cpu().ratio

    def _data(self) -> DataFacts:
        from app.store import store_exists

        settings = self._core.settings
        if not store_exists(settings.store):
            return DataFacts(settings.session_hours, "none")
        return DataFacts(settings.session_hours, "file" if settings.store.startswith("sqlite") else "server")
