"""Bench `four-bit`: products with weights in groups of 32, a 4-bit number each, a scale and a minimum a group (Q4_1).

torch's packed kernel against the dense float32 product of the same weights, at the sizes of the backbone's layers.
Q4_1's w = d · q + m is the kernel's w = (q − 8) · scale + zero with scale = d, zero = m + 8 · d. The kernel wants
scales and activations in one precision, and has fast code for bfloat16 alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from app.evaluation.benches.rows import BenchSettings, Row, compared
from app.model import EditableModel
from app.model.families import projection_names

GROUP = 32
ROWS = (1, 2, 16)
"""Tokens at once: one while an answer is written, more where a question is read."""


def four_bit(model: EditableModel, settings: BenchSettings) -> list[Row]:
    """Two rows for each precision of the activations and number of tokens: seconds, and the largest error."""
    linears: list[Any] = [model.backbone.model.get_submodule(name) for name in projection_names(0)]
    numbers = torch.Generator().manual_seed(settings.seed)
    made = [_weights(linear.out_features, linear.in_features, numbers) for linear in linears]
    rows = []
    for dtype in (torch.bfloat16, torch.float32):
        packed = [(q, sz.to(dtype)) for _, q, sz in made]
        for tokens in ROWS:
            inputs = [torch.randn(tokens, dense.shape[1], generator=numbers) for dense, _, _ in made]
            rounded = [x.to(dtype) for x in inputs]
            both = partial(_packed, rounded, packed), partial(_dense, inputs, [dense for dense, _, _ in made])
            turns = [tuple(_seconds(work) for work in both) for _ in range(settings.rounds + 1)][1:]
            own, dense = zip(*turns, strict=True)
            name = f"4-bit, {str(dtype).removeprefix('torch.')} activations, {tokens} tokens"
            rows.append(compared(f"{name}: one layer", own, "s", dense, "dense float32", settings.seed))
            found, wanted = both[0](), both[1]()
            errors = [(a.float() - b).abs().max() / b.abs().max() for a, b in zip(found, wanted, strict=True)]
            row = compared(f"{name}: largest error", [max(errors).item()], "", [1.0], "largest output", settings.seed)
            rows.append(row)
    return rows


def product(inputs: Tensor, packed: tuple[Tensor, Tensor]) -> Tensor:
    """`[tokens, in]` → `[tokens, out]` with packed weights and their scales and zeros."""
    found: Tensor = torch.ops.aten._weight_int4pack_mm_for_cpu(inputs, packed[0], GROUP, packed[1])
    return found


def _packed(inputs: Sequence[Tensor], weights: Sequence[tuple[Tensor, Tensor]]) -> list[Tensor]:
    return [product(*both) for both in zip(inputs, weights, strict=True)]


def _dense(inputs: Sequence[Tensor], weights: Sequence[Tensor]) -> list[Tensor]:
    return [functional.linear(*both) for both in zip(inputs, weights, strict=True)]


def _weights(outputs: int, inputs: int, numbers: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Random weights: dense `[out, in]`, packed, and scales and zeros `[in / 32, out, 2]`."""
    quantised = torch.randint(0, 16, (outputs, inputs), dtype=torch.int32, generator=numbers)
    scales = torch.rand(outputs, inputs // GROUP, generator=numbers).half().float() * 0.01
    zeros = torch.randn(outputs, inputs // GROUP, generator=numbers).half().float() * 0.01
    dense = (quantised - 8) * scales.repeat_interleave(GROUP, 1) + zeros.repeat_interleave(GROUP, 1)
    packed: Tensor = torch.ops.aten._convert_weight_to_int4pack_for_cpu(quantised, 1)
    return dense, packed, torch.stack([scales, zeros], dim=-1).transpose(0, 1).contiguous()


def _seconds(work: Callable[[], object]) -> float:
    with torch.inference_mode():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
