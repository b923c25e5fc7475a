"""Rows of activations times weights in groups, or dense ones, compiled by numba.

Weights are unpacked once for the rows of a tile. How rows fall into tiles changes no number (`dots.py`), only the time:
with AVX-512 one more token of one sequence takes 8 ms of the embedded model's layers, of two 10, of three 13, six 21.
"""

from __future__ import annotations

from numba import njit

from app.model.packed.dots import DENSE, EIGHT_BIT, FOUR_BIT, FOUR_BIT_UNPACKED, pointer_to

compiled = njit(nogil=True, cache=True, fastmath={"contract", "reassoc", "nsz"}, error_model="numpy")
OUTPUTS = 64
"""Outputs computed for all rows before the next ones: their weights stay in the innermost cache."""

_four_1, _four_2, _four_3, _four_6 = FOUR_BIT
_eight_1, _eight_2, _eight_3, _eight_6 = EIGHT_BIT
_dense_1, _dense_2, _dense_3, _dense_6 = DENSE


@compiled
def tile_of(left):
    """How many of so many rows are multiplied at once: all of a tile's are (see `dots.TILES`)."""
    if left >= 6:
        return 6
    return 2 if left == 4 else min(left, 3)


@compiled
def four_bit(weights, inputs, results):
    """results[:] = inputs · weightsᵀ, `[rows, outputs]`."""
    outputs, size, rows, width = weights.shape[0], weights.shape[1], inputs.shape[0], inputs.shape[1]
    wide, far, steps = 4 * width, 4 * results.shape[1], width // 32
    for first in range(0, outputs, OUTPUTS):
        row = 0
        while row < rows:
            tile, source = tile_of(rows - row), pointer_to(inputs, row * wide)
            for output in range(first, min(first + OUTPUTS, outputs)):
                weight, where = pointer_to(weights, output * size), pointer_to(results, row * far + 4 * output)
                if tile == 6:
                    _four_6(weight, source, wide, where, far, steps)
                elif tile == 3:
                    _four_3(weight, source, wide, where, far, steps)
                elif tile == 2:
                    _four_2(weight, source, wide, where, far, steps)
                else:
                    _four_1(weight, source, wide, where, far, steps)
            row += tile


@compiled
def eight_bit(weights, inputs, results):
    """results[:] = inputs · weightsᵀ, `[rows, outputs]`."""
    outputs, size, rows, width = weights.shape[0], weights.shape[1], inputs.shape[0], inputs.shape[1]
    wide, far, steps = 4 * width, 4 * results.shape[1], width // 32
    for first in range(0, outputs, OUTPUTS):
        row = 0
        while row < rows:
            tile, source = tile_of(rows - row), pointer_to(inputs, row * wide)
            for output in range(first, min(first + OUTPUTS, outputs)):
                weight, where = pointer_to(weights, output * size), pointer_to(results, row * far + 4 * output)
                if tile == 6:
                    _eight_6(weight, source, wide, where, far, steps)
                elif tile == 3:
                    _eight_3(weight, source, wide, where, far, steps)
                elif tile == 2:
                    _eight_2(weight, source, wide, where, far, steps)
                else:
                    _eight_1(weight, source, wide, where, far, steps)
            row += tile


@compiled
def dense(weights, inputs, start, steps, results, column):
    """results[:, column : column + out] = inputs[:, start : start + 16 · steps] · weightsᵀ."""
    outputs, size, rows = weights.shape[0], 4 * weights.shape[1], inputs.shape[0]
    wide, far = 4 * inputs.shape[1], 4 * results.shape[1]
    row = 0
    while row < rows:
        tile, source = tile_of(rows - row), pointer_to(inputs, row * wide + 4 * start)
        for output in range(outputs):
            weight, where = pointer_to(weights, output * size), pointer_to(results, row * far + 4 * (column + output))
            if tile == 6:
                _dense_6(weight, source, wide, where, far, steps)
            elif tile == 3:
                _dense_3(weight, source, wide, where, far, steps)
            elif tile == 2:
                _dense_2(weight, source, wide, where, far, steps)
            else:
                _dense_1(weight, source, wide, where, far, steps)
        row += tile


@compiled
def unpack(weights, results):
    """results[:] = the weights in float32, `[outputs, inputs]`."""
    outputs, size, width = weights.shape[0], weights.shape[1], results.shape[1]
    for output in range(outputs):
        FOUR_BIT_UNPACKED(pointer_to(weights, output * size), pointer_to(results, 4 * width * output), width // 32)
