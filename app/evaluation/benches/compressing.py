"""Bench `compressing`: edits a second, against the backbone's forward pass on as many tokens, without its head."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
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
BATCHES = (8, 64, 256)
"""Edits at once; of these `compress_batch` is the default."""
PASS = "transformers' forward pass of the backbone, the same batch"  # nosec B105  # no password
SLOWEST = 0.6
"""Ratio of the embedded model on a processor, with a wide margin: measured is about 1."""


def compressing(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """A row a size of batch: edits a second. The last: those of the best batch, against the best forward pass."""
    texts = texts_of(settings.edits)
    slots, tokenizer = model.compressor.encoder.slots, model.backbone.tokenizer
    lengths = [len(tokens_of(tokenizer, text)) + slots for text in texts]
    body: Any = model.backbone.model.get_submodule("model")
    works: list[Callable[[], object]] = []
    for size in BATCHES:
        compressor = replace(model.compressor, batch=size)
        works += [partial(_pass, body, lengths, size, model.backbone.device), partial(compressor.compress, texts)]
    turns = [[len(texts) / _seconds(work) for work in works] for _ in range(settings.rounds + 1)][1:]
    paces = list(zip(*turns, strict=True))
    rows = [
        compared(f"compressing, {size} at once", paces[2 * i + 1], "edits/s", paces[2 * i], PASS, settings.seed)
        for i, size in enumerate(BATCHES)
    ]
    best = [[max(turn[side::2]) for turn in turns] for side in (1, 0)]
    name = f"{PASS.split(',')[0]}, its best batch"
    rows.append(compared("compressing, best batch", best[0], "edits/s", best[1], name, settings.seed, at_least=SLOWEST))
    return rows


def texts_of(count: int) -> list[str]:
    """So many different edits of four lengths and more."""
    return [TEMPLATES[i % len(TEMPLATES)].format(100 + i, 10 + i % 80) for i in range(count)]


@torch.inference_mode()
def _pass(body: Any, lengths: Sequence[int], batch: int, device: torch.device) -> None:
    for indices in by_length(lengths, batch):
        body(input_ids=torch.ones(len(indices), lengths[indices[0]], dtype=torch.long, device=device), use_cache=False)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
