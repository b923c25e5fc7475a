"""Inner products of weights in groups with several rows of activations, written as LLVM vectors of 16 numbers.

LLVM splits the vectors to what the processor has (AVX-512, AVX2, NEON). What is added in which order does not depend on
how many rows are multiplied at once: a row's result is the same to the last bit alone and beside others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from app.model.packed.groups import EIGHT_BIT_BYTES, FOUR_BIT_BYTES

LANES = 16
"""Numbers in a vector."""

_FLOAT, _BYTE, _INT, _LONG, _HALF = ir.FloatType(), ir.IntType(8), ir.IntType(32), ir.IntType(64), ir.HalfType()
_FLOATS, _BYTES, _INTS = (ir.VectorType(kind, LANES) for kind in (_FLOAT, _BYTE, _INT))
_FUSED = ("contract",)
"""A product and the sum it goes into may be rounded once."""

Loader = Callable[[Any, Any, Any], list[Any]]
"""Emits the loading of step `i` of a row of weights: builder, pointer, i → vectors of weights."""


def _at(builder: Any, base: Any, offset: Any, kind: Any) -> Any:
    """A value of that kind, so many bytes behind the pointer; not aligned."""
    place = builder.bitcast(builder.gep(base, [offset]), kind.as_pointer())
    return builder.load(place, align=1)


def _spread(builder: Any, number: Any) -> Any:
    """A vector of one number."""
    nothing = ir.Constant(_FLOATS, ir.Undefined)
    first = builder.insert_element(nothing, number, _INT(0))
    return builder.shuffle_vector(first, nothing, ir.Constant(_INTS, [0] * LANES))


def _half(builder: Any, base: Any, offset: Any) -> Any:
    return _spread(builder, builder.fpext(_at(builder, base, offset, _HALF), _FLOAT))


def _four_bit(builder: Any, base: Any, step: Any) -> list[Any]:
    start = builder.mul(step, _LONG(FOUR_BIT_BYTES))
    codes = _at(builder, base, start, _BYTES)
    scale = _half(builder, base, builder.add(start, _LONG(LANES)))
    minimum = _half(builder, base, builder.add(start, _LONG(LANES + 2)))
    low = builder.and_(codes, ir.Constant(_BYTES, [15] * LANES))
    high = builder.lshr(codes, ir.Constant(_BYTES, [4] * LANES))
    numbers = [builder.sitofp(builder.zext(half, _INTS), _FLOATS) for half in (low, high)]
    return [builder.fadd(builder.fmul(n, scale, flags=_FUSED), minimum, flags=_FUSED) for n in numbers]


def _eight_bit(builder: Any, base: Any, step: Any) -> list[Any]:
    start = builder.mul(step, _LONG(EIGHT_BIT_BYTES))
    scale = _half(builder, base, builder.add(start, _LONG(2 * LANES)))
    codes = [_at(builder, base, builder.add(start, _LONG(LANES * i)), _BYTES) for i in (0, 1)]
    return [builder.fmul(builder.sitofp(builder.sext(c, _INTS), _FLOATS), scale) for c in codes]


def _dense(builder: Any, base: Any, step: Any) -> list[Any]:
    return [_at(builder, base, builder.mul(step, _LONG(4 * LANES)), _FLOATS)]


def _total(builder: Any, vectors: Sequence[Any]) -> Any:
    """The sum of all numbers in the vectors, half to half."""
    vector = vectors[0] if len(vectors) == 1 else builder.fadd(*vectors)
    width = LANES
    while width > 1:
        width //= 2
        kind = ir.VectorType(_INT, width)
        halves = (ir.Constant(kind, list(range(start, start + width))) for start in (0, width))
        vector = builder.fadd(*(builder.shuffle_vector(vector, vector, half) for half in halves))
    return builder.extract_element(vector, _INT(0))


def _rows_dot(load: Loader, vectors: int, rows: int) -> Any:
    """A compiled-in function: one row of weights with `rows` rows of activations.

    Its arguments: pointer to the weights, pointer to the first row of activations, bytes from one to the next, pointer
    to the first result, bytes from one to the next, steps of `vectors` · 16 inputs (one at least).
    """

    @intrinsic
    def dot(_typing: Any, weights: Any, inputs: Any, stride: Any, results: Any, between: Any, steps: Any) -> Any:
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            weights, inputs, stride, results, between, steps = arguments
            before = builder.block
            loop, behind = builder.append_basic_block("steps"), builder.append_basic_block("sums")
            builder.branch(loop)
            builder.position_at_end(loop)
            step = builder.phi(_LONG)
            step.add_incoming(_LONG(0), before)
            sums = [[builder.phi(_FLOATS) for _ in range(vectors)] for _ in range(rows)]
            loaded = load(builder, weights, step)
            start = builder.mul(step, _LONG(4 * LANES * vectors))
            grown = []
            for row, own in enumerate(sums):
                place = builder.add(start, builder.mul(stride, _LONG(row)))
                added = []
                for i, (total, weight) in enumerate(zip(own, loaded, strict=True)):
                    numbers = _at(builder, inputs, builder.add(place, _LONG(4 * LANES * i)), _FLOATS)
                    product = builder.fmul(weight, numbers, flags=_FUSED)
                    added.append(builder.fadd(total, product, flags=_FUSED))
                    total.add_incoming(ir.Constant(_FLOATS, [0.0] * LANES), before)
                    total.add_incoming(added[-1], loop)
                grown.append(added)
            following = builder.add(step, _LONG(1))
            step.add_incoming(following, loop)
            builder.cbranch(builder.icmp_signed("<", following, steps), loop, behind)
            builder.position_at_end(behind)
            for row, own in enumerate(grown):
                place = builder.gep(results, [builder.mul(between, _LONG(row))])
                builder.store(_total(builder, own), builder.bitcast(place, _FLOAT.as_pointer()))
            return context.get_dummy_value()

        pointer, whole = types.voidptr, types.int64
        return types.void(pointer, pointer, whole, pointer, whole, whole), emit

    return dot


def _row_unpacked(load: Loader, vectors: int) -> Any:
    """A compiled-in function: one row of weights in float32.

    Its arguments: pointer to the weights, pointer to the results, steps of `vectors` · 16 numbers (one at least).
    """

    @intrinsic
    def unpacked(_typing: Any, weights: Any, results: Any, steps: Any) -> Any:
        def emit(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            weights, results, steps = arguments
            before = builder.block
            loop, behind = builder.append_basic_block("steps"), builder.append_basic_block("behind")
            builder.branch(loop)
            builder.position_at_end(loop)
            step = builder.phi(_LONG)
            step.add_incoming(_LONG(0), before)
            start = builder.mul(step, _LONG(4 * LANES * vectors))
            for i, vector in enumerate(load(builder, weights, step)):
                place = builder.gep(results, [builder.add(start, _LONG(4 * LANES * i))])
                builder.store(vector, builder.bitcast(place, _FLOATS.as_pointer()), align=1)
            following = builder.add(step, _LONG(1))
            step.add_incoming(following, loop)
            builder.cbranch(builder.icmp_signed("<", following, steps), loop, behind)
            builder.position_at_end(behind)
            return context.get_dummy_value()

        return types.void(types.voidptr, types.voidptr, types.int64), emit

    return unpacked


@intrinsic
def pointer_to(_typing: Any, array: Any, offset: Any) -> Any:
    """The address of an array's data, so many bytes behind its beginning."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0])
        return builder.gep(builder.bitcast(view.data, _BYTE.as_pointer()), [arguments[1]])

    return types.voidptr(array, types.int64), emit


TILES = (1, 2, 3, 6)
"""Rows multiplied at once: weights are unpacked once for them. More than six would not fit into AVX2's registers."""

FOUR_BIT, EIGHT_BIT = (tuple(_rows_dot(load, 2, rows) for rows in TILES) for load in (_four_bit, _eight_bit))
DENSE = tuple(_rows_dot(_dense, 1, rows) for rows in TILES)
FOUR_BIT_UNPACKED = _row_unpacked(_four_bit, 2)
