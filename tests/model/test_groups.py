"""Weights in groups: packed without loss, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.model.packed.groups import pack_eight_bit, pack_four_bit, unpack_eight_bit, unpack_four_bit


def grouped_weights() -> tuple[np.ndarray, np.ndarray]:
    """Weights as a 4-bit and as an 8-bit file has them, `[40, 96]`."""
    numbers = np.random.default_rng(0)
    scale = numbers.random((40, 3, 1)).astype(np.float16).astype(np.float32)
    minimum = numbers.standard_normal((40, 3, 1)).astype(np.float16).astype(np.float32)
    codes = numbers.integers(0, 16, (40, 3, 32)).astype(np.float32)
    codes[..., 0], codes[..., 31] = 0, 15  # as quantising leaves them: both ends are taken
    signed = numbers.integers(-127, 128, (40, 3, 32)).astype(np.float32)
    signed[..., 5] = -127
    return (codes * scale + minimum).reshape(40, 96), (signed * scale).reshape(40, 96)


def test_weights_in_groups_come_out_of_them_to_the_last_bit() -> None:
    four, eight = grouped_weights()
    packed_four, packed_eight = pack_four_bit(four), pack_eight_bit(eight)
    assert packed_four is not None and packed_eight is not None
    assert (packed_four.shape, packed_eight.shape) == ((40, 60), (40, 102))
    assert np.array_equal(unpack_four_bit(packed_four), four)
    assert np.array_equal(unpack_eight_bit(packed_eight), eight)


def test_a_group_of_equal_weights_is_a_group() -> None:
    same = np.zeros((2, 32), dtype=np.float32)
    for pack, unpack in ((pack_four_bit, unpack_four_bit), (pack_eight_bit, unpack_eight_bit)):
        packed = pack(same)
        assert packed is not None and np.array_equal(unpack(packed), same)


@pytest.mark.parametrize("pack", [pack_four_bit, pack_eight_bit])
def test_other_weights_are_not_packed(pack: Callable[[Any], Any]) -> None:
    four, eight = grouped_weights()
    for weights in (four + np.float32(1e-4), eight * np.float32(1.0001), four[:, :50], np.full_like(four, np.nan)):
        assert pack(weights) is None
