"""The mean of the selection keys in another precision than the adapter was trained in.

Most of a selection key is common to all keys; it is taken off as the mean that training measured. Weights that are
rounded to NF4 move that common part by about as much as keys differ among themselves, so that all of them look alike
and the zero gist loses: of SmolLM2-135M's unrelated questions on CounterFact 78 % kept their answer, in bfloat16 96 %.
So the move is measured, on the same texts in both precisions, and kept beside the adapter by precision. On validation
(held-out relations and near misses, 100 edits: right edit read / near misses kept, in %) SmolLM2-135M then has
84.0 / 90.2 (95.5 / 76.1 without it, 88.5 / 88.4 in float32), Gemma 3 270M 92.0 / 87.0 (95.0 / 80.0; 92.5 / 84.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from app.model.adapter import MEANS_FILE
from app.model.editable import EditableModel
from app.model.pool import normalise_edit
from app.model.prompts import prompt_of, tokens_of

BATCH = 16


def moved_mean(trained: EditableModel, other: EditableModel, edits: Sequence[str], questions: Sequence[str]) -> Tensor:
    """The adapter's mean of the selection keys, moved as these texts' keys are from one model to the other.

    Args:
        trained: the adapter's backbone in a precision that its mean holds for.
        other: the same backbone and adapter in another one.

    Returns:
        `[selecting layers, kv_heads, selection slots, head_dim]` float32 on the CPU.

    Raises:
        AdapterMissingError: a model without adapter.
    """
    before, after = (_mean(model, edits, questions) for model in (trained, other))
    return trained.compressor.encoder.selection.mean.cpu() + (after - before)


def save_mean(folder: Path, precision: str, mean: Tensor) -> Path:
    """Keep an adapter's mean for a precision in its folder, beside those for others; the file."""
    file = folder / MEANS_FILE
    known = load_file(file) if file.is_file() else {}
    save_file(known | {precision: mean.contiguous()}, file)
    return file


@torch.inference_mode()
def _mean(model: EditableModel, edits: Sequence[str], questions: Sequence[str]) -> Tensor:
    """Of the keys as they are captured; edits and questions count alike."""
    encoder, tokenizer = model.compressor.encoder, model.backbone.tokenizer
    kinds = (
        (encoder.encode_edits, [tokens_of(tokenizer, normalise_edit(text)) for text in edits]),
        (encoder.encode_questions, [tokens_of(tokenizer, prompt_of(question)) for question in questions]),
    )
    means = []
    for encode, sequences in kinds:
        parts = [encode(sequences[start : start + BATCH]) for start in range(0, len(sequences), BATCH)]
        means.append(torch.cat([part.selection_keys().float().cpu() for part in parts]).mean(0))
    return (means[0] + means[1]) / 2
