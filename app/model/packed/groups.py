"""Weights in groups of 32 along the inputs, as GGUF's Q4_1 and Q8_0 have them, recovered from their dense form.

    Q4_1, 20 bytes a group    16 bytes of codes │ scale │ minimum     w = scale · code + minimum,  code 0 … 15
    Q8_0, 34 bytes a group    32 bytes of codes │ scale               w = scale · code,            code −127 … 127

Byte i of the 16 holds the codes of the group's weights i (low half) and 16 + i (high half); scales and minima are
float16. Only weights that come out of it again to the last bit are packed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

GROUP = 32
FOUR_BIT_BYTES, EIGHT_BIT_BYTES = 20, 34

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


def pack_four_bit(weights: Floats) -> Bytes | None:
    """`[out, in]` → `[out, in / 32 · 20]`; None where the weights are no such groups."""
    groups = _groups(weights)
    if groups is None:
        return None
    smallest = groups.min(axis=2, keepdims=True)
    scale = ((groups.max(axis=2, keepdims=True) - smallest) / np.float32(15)).astype(np.float16)
    minimum = smallest.astype(np.float16)
    wide = scale.astype(np.float32)
    codes = np.clip(np.rint((groups - smallest) / np.where(wide == 0, 1, wide)), 0, 15).astype(np.uint8)
    halves = codes[..., :16] | (codes[..., 16:] << 4)
    packed = _joined(halves, scale, minimum)
    return packed if np.array_equal(unpack_four_bit(packed), weights) else None


def unpack_four_bit(packed: Bytes) -> Floats:
    """`[out, in / 32 · 20]` → `[out, in]`."""
    groups = packed.reshape(len(packed), -1, FOUR_BIT_BYTES)
    halves = groups[..., :16]
    codes = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32)
    numbers = np.ascontiguousarray(groups[..., 16:]).view(np.float16).astype(np.float32)
    dense: Floats = (codes * numbers[..., :1] + numbers[..., 1:]).reshape(len(packed), -1)
    return dense


def pack_eight_bit(weights: Floats) -> Bytes | None:
    """`[out, in]` → `[out, in / 32 · 34]`; None where the weights are no such groups."""
    if _groups(weights) is None:
        return None
    packed = round_to_eight_bit(weights)
    return packed if np.array_equal(unpack_eight_bit(packed), weights) else None


def round_to_eight_bit(numbers: Floats) -> Bytes:
    """Any numbers `[rows, columns]`, columns a multiple of 32, to the nearest such groups: within 1/254 of the largest
    number of a group."""
    groups = numbers.reshape(len(numbers), -1, GROUP)
    scale = (np.abs(groups).max(axis=2, keepdims=True) / np.float32(127)).astype(np.float16)
    wide = scale.astype(np.float32)
    codes = np.clip(np.rint(groups / np.where(wide == 0, 1, wide)), -127, 127).astype(np.int8)
    return _joined(codes, scale)


def unpack_eight_bit(packed: Bytes) -> Floats:
    """`[out, in / 32 · 34]` → `[out, in]`."""
    groups = packed.reshape(len(packed), -1, EIGHT_BIT_BYTES)
    codes = groups[..., :GROUP].view(np.int8).astype(np.float32)
    scale = np.ascontiguousarray(groups[..., GROUP:]).view(np.float16).astype(np.float32)
    dense: Floats = (codes * scale).reshape(len(packed), -1)
    return dense


def _groups(weights: Floats) -> Floats | None:
    """`[out, groups, 32]`; None where the inputs do not divide, or a number is none."""
    if weights.ndim != 2 or weights.shape[1] % GROUP or not np.isfinite(weights).all():
        return None
    return weights.reshape(len(weights), -1, GROUP)


def _joined(*parts: npt.NDArray[np.generic]) -> Bytes:
    """Each group's parts side by side as bytes, `[out, groups · bytes]`."""
    raw = [np.ascontiguousarray(part).view(np.uint8) for part in parts]
    return np.ascontiguousarray(np.concatenate(raw, axis=2).reshape(len(raw[0]), -1))
