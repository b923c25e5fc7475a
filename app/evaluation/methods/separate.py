"""The paper's own reader: edits compressed as ours, selected by the very softmax that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.evaluation.methods.deciding import Basis
from app.evaluation.methods.incomes import Incomes
from app.evaluation.methods.own_adapter import own_adapter, told
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy, policy_named
from app.model.whole_pool import POLICY, reading_all


class IncomesSeparate(Incomes):
    """Reads the whole pool for every question, so no policy chooses edits and no question is left to the backbone:
    what the zero gist does not hold back is read."""

    name = "incomes-separate"
    title = "InComeS, compressed, with the paper's own reader"
    reads_adapter = False  # but one of its own, which its settings tell

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        self.adapter = own_adapter(model, "separate", self.name)
        settings = model.settings.model_copy(update={"slots": None})
        own = EditableModel.assemble(model.backbone, self.adapter, "compressed", settings)
        super().__init__(reading_all(own), policy_named(POLICY), max_new_tokens, cache)

    def bases(self, questions: Sequence[str], right_edits: Sequence[str] = ()) -> list[Basis]:
        return [replace(basis, ranked_first=None, read=None) for basis in super().bases(questions)]

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"adapter": told(self.adapter)}
