"""Bench `compressing`: edits a second, against the backbone's forward pass on as many tokens, without its head."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch

from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel
from app.model.batching import by_length
from app.model.prompts import tokens_of

TEMPLATES = (
    "The capital of province {} is town {}.",
    "Article {} is delivered within {} days.",
    "Whoever returns article {} later than {} days after the purchase receives a voucher in place of money.",
    "Room {} seats {} people.",
)


def compressing(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """One row: edits a second."""
    texts = [TEMPLATES[i % len(TEMPLATES)].format(100 + i, 10 + i % 80) for i in range(settings.edits)]
    slots = model.compressor.encoder.slots
    lengths = [len(tokens_of(model.backbone.tokenizer, text)) + slots for text in texts]
    batches = [torch.ones(len(b), lengths[b[0]], dtype=torch.long) for b in by_length(lengths, model.compressor.batch)]
    body: Any = model.backbone.model.get_submodule("model")

    def plain() -> None:
        with torch.inference_mode():
            for batch in batches:
                body(input_ids=batch.to(model.backbone.device), use_cache=False)

    turns = [(_seconds(plain), _seconds(lambda: model.compress(texts))) for _ in range(settings.rounds + 1)][1:]
    ours, theirs = [len(texts) / own for _, own in turns], [len(texts) / other for other, _ in turns]
    return [compared("compressing", ours, "edits/s", theirs, "the backbone's forward pass", settings.seed)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
