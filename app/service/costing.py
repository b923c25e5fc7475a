"""What a month of edits costs in computation, for the model that is open or one of another size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.service.core import Core
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison
    from app.evaluation.cost_model import Constants, Costing, ModelSize
    from app.model import EditableModel

MILLION = 1e6


@dataclass(frozen=True)
class CostRequest:
    """A month, as a person types it."""

    edits: float
    """In force."""
    new_edits: float
    questions: float
    edit_tokens: float
    millions: float
    """Parameters of the model, in millions."""


class Costs:
    """The cost model with what is known of the model that is open."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @permitted("costs.millions")
    def millions(self) -> float | None:
        """Parameters of the model that is open, in millions, to two digits; None while it is not loaded."""
        if not self._core.loading.ready:
            return None
        return round(self._core.model().backbone.parameters / MILLION, 2)

    @permitted("costs.reckon")
    def reckon(self, wanted: CostRequest, measured_by: Comparison | None = None) -> Costing:
        """A month of every method.

        The model that is open lends its constants where its size is asked for; for another size they are assumed.

        Args:
            measured_by: results that tell some constants, where they were made with the model that is open.

        Raises:
            InputError: a number that nobody can mean.
        """
        from app.evaluation.cost_model import ModelSize, Scenario, assumed, costing, measured

        size, constants = ModelSize.typed(wanted.millions * MILLION), assumed()
        if wanted.millions == self.millions():
            model = self._core.model()
            size, constants = _size(model), _known(model)
            if measured_by is not None and _made_with(model, measured_by):
                constants = measured(constants, measured_by, size)
        month = Scenario(size, wanted.edits, wanted.new_edits, wanted.questions, wanted.edit_tokens)
        return costing(month, constants)


def _size(model: EditableModel) -> ModelSize:
    from app.evaluation.cost_model import ModelSize

    dimensions = model.backbone.dimensions
    return ModelSize(model.backbone.parameters, dimensions.layers * dimensions.width)


def _known(model: EditableModel) -> Constants:
    """Constants that follow from the model's and the adapter's sizes."""
    from app.evaluation.cost_model import assumed

    constants, dimensions, adapter = assumed(), model.backbone.dimensions, model.adapter
    token_bytes = 2 * dimensions.kv_heads * dimensions.head_dim * model.backbone.dtype.itemsize
    found: dict[str, float] = {
        "room": dimensions.context - model.settings.max_question_tokens - model.settings.max_new_tokens,
        "prompt_token_bytes": dimensions.layers * token_bytes,
    }
    if adapter is not None:
        layers = dimensions.layers - adapter.card.select_from
        matched = (
            layers * dimensions.kv_heads * dimensions.head_dim * (adapter.card.selection_slots or adapter.card.slots)
        )
        slots = model.compressor.slots
        added = sum(update.down.numel() + update.up.numel() for update in adapter.low_rank.values())
        found |= {
            "slots": slots,
            "selection": matched,
            "adapter_share": added / model.backbone.parameters,
            "incomes_bytes": layers * slots * token_bytes + 4 * matched,
        }
    known = {name: getattr(constants, name).found(float(value), "model") for name, value in found.items()}
    return replace(constants, **known)


def _made_with(model: EditableModel, results: Comparison) -> bool:
    return bool(results.versions.get("backbone_fingerprint") == model.backbone.fingerprint)
