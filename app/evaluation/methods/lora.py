"""Fine-tuning on the edits: what people do who have never heard of editing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from torch import nn

from app.data import Edit
from app.evaluation.methods.weight_editor import WeightEditor
from app.evaluation.weight_editing.fine_tuning import FineTuning, fine_tune
from app.evaluation.weight_editing.requests import training_texts


class Lora(WeightEditor):
    """Learns each edit's statement, and its target behind its prompt where the data tell them."""

    name = "lora"
    title = "fine-tuning on the edits (LoRA)"
    tuning: ClassVar[FineTuning] = FineTuning()

    def edit(self, tree: nn.Module, edits: Sequence[Edit]) -> int:
        texts = [training_texts(self.model.backbone.tokenizer, edit) for edit in edits]
        fine_tune(tree, texts, self.tuning)
        return 0

    def settings(self) -> dict[str, Any]:
        return super().settings() | asdict(self.tuning)
