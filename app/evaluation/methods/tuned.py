"""Retrieval read by a trained reader: MiniLM finds, the backbone with low-rank updates of our data's reads.

The fair form of retrieval: it got the training that the project's own method got.
"""

from __future__ import annotations

from typing import Any

from app.evaluation.methods.own_adapter import own_adapter, told
from app.evaluation.methods.retrieval import NearestByMiniLm
from app.evaluation.pool_cache import PoolCache
from app.model import EditableModel, Policy
from app.model.tuned import with_tuned_reader


class TunedMiniLm(NearestByMiniLm):
    """Finds as `minilm` does."""

    name = "minilm-tuned"
    title = "MiniLM, nearest edit in the prompt, read by a trained reader"

    def __init__(
        self, model: EditableModel, policy: Policy, max_new_tokens: int, cache: PoolCache | None = None
    ) -> None:
        self.adapter = own_adapter(model, "in-prompt", self.name)
        super().__init__(with_tuned_reader(model, self.adapter), policy, max_new_tokens, cache)

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"adapter": told(self.adapter)}


class FourNearestTuned(TunedMiniLm):
    name = "minilm-tuned-4"
    title = "MiniLM, four nearest edits in the prompt, read by a trained reader"
    top = 4
