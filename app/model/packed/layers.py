"""The decoder layers of the Llama family over packed weights, compiled by numba; `passage.py` calls them.

Every token is a row of its own, whatever sequence it belongs to. A layer first writes the keys and values of all rows
into the caches of their sequences, then each row attends to its own sequence up to itself, and, in the selecting
layers, to the slots its sequence reads: one softmax over [slots ; sequence] (reader `joint`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from app.model.packed.groups import Floats
from app.model.packed.products import compiled, dense, eight_bit, four_bit


class Slots(NamedTuple):
    """What the selecting layers, those from `first` on, read besides the sequence."""

    first: int
    starts: np.ndarray
    """`[sequences + 1]`: sequence i reads the slots from `starts[i]` to before `starts[i + 1]`."""
    keys: Floats
    """`[selecting layers, kv_heads, slots, head_dim]`, those of all sequences one behind the other."""
    values: Floats
    bias: Floats
    """`[slots]`."""
    mass: Floats
    """`[selecting layers, heads, slots]`: written, the attention of each sequence's last row; or empty."""
    own_mass: Floats
    """`[selecting layers, heads, sequences]`: written, that on the sequence itself; or empty."""


class Rows(NamedTuple):
    """Tokens on their way, and the caches they write to."""

    hidden: Floats
    """`[rows, width]`, changed in place."""
    sequence: np.ndarray
    """`[rows]`, index of each row's sequence."""
    place: np.ndarray
    """`[rows]`, place in its sequence."""
    cos: Floats
    """`[rows, head_dim / 2]`."""
    sin: Floats
    keys: Floats
    """`[sequences, layers, kv_heads, most tokens, head_dim]`, turned."""
    values: Floats


@compiled
def _update(down, up, ends, inputs, results):
    """results += the low-rank update of each part of the outputs; part i ends before output `ends[i]`."""
    rank = up.shape[1]
    reduced = np.empty((inputs.shape[0], down.shape[0]), np.float32)
    dense(down, inputs, 0, inputs.shape[1] // 16, reduced, 0)
    added = np.empty_like(results)
    start = 0
    for part in range(len(ends)):
        dense(up[start : ends[part]], reduced, part * rank, rank // 16, added, start)
        start = ends[part]
    results += added


@compiled
def _normed(hidden, weight, epsilon):
    rows, width = hidden.shape
    found = np.empty_like(hidden)
    for row in range(rows):
        squares = np.float32(0)
        for i in range(width):
            squares += hidden[row, i] * hidden[row, i]
        scale = np.float32(1) / np.sqrt(squares / np.float32(width) + np.float32(epsilon))
        for i in range(width):
            found[row, i] = weight[i] * (hidden[row, i] * scale)
    return found


@compiled
def _turn(states, row, start, cos, sin, head_dim, target):
    """Rotary embedding of one head of one row."""
    half = head_dim // 2
    for i in range(half):
        first, second = states[row, start + i], states[row, start + half + i]
        target[i] = first * cos[row, i] - second * sin[row, i]
        target[half + i] = second * cos[row, i] + first * sin[row, i]


@compiled
def _attend(weights, slots, rows, qkv, layer, attended):
    heads, kv_heads, head_dim = weights.heads, weights.kv_heads, weights.head_dim
    group, scale = heads // kv_heads, np.float32(1.0 / math.sqrt(head_dim))
    selecting = layer - slots.first
    query = np.empty(head_dim, np.float32)
    scores = np.empty((len(slots.bias) if selecting >= 0 else 0) + rows.keys.shape[3], np.float32)
    for row in range(len(rows.sequence)):
        own, length = rows.sequence[row], rows.place[row] + 1
        begin = slots.starts[own] if selecting >= 0 else 0
        count = slots.starts[own + 1] - begin if selecting >= 0 else 0
        for head in range(heads):
            kv = head // group
            _turn(qkv, row, head * head_dim, rows.cos, rows.sin, head_dim, query)
            largest = np.float32(-np.inf)
            for i in range(count + length):
                dot = np.float32(0)
                if i < count:
                    for j in range(head_dim):
                        dot += query[j] * slots.keys[selecting, kv, begin + i, j]
                    scores[i] = dot * scale + slots.bias[begin + i]
                else:
                    for j in range(head_dim):
                        dot += query[j] * rows.keys[own, layer, kv, i - count, j]
                    scores[i] = dot * scale
                largest = max(largest, scores[i])
            total = np.float32(0)
            for i in range(count + length):
                scores[i] = math.exp(scores[i] - largest)
                total += scores[i]
            start = head * head_dim
            attended[row, start : start + head_dim] = 0
            on_slots = np.float32(0)
            for i in range(count + length):
                share = scores[i] / total
                if i < count:
                    on_slots += share
                    for j in range(head_dim):
                        attended[row, start + j] += share * slots.values[selecting, kv, begin + i, j]
                    if slots.mass.shape[0]:  # a later row of the same sequence writes over an earlier one
                        slots.mass[selecting, head, begin + i] = share
                else:
                    for j in range(head_dim):
                        attended[row, start + j] += share * rows.values[own, layer, kv, i - count, j]
            if count and slots.mass.shape[0]:
                slots.own_mass[selecting, head, own] = np.float32(1) - on_slots


@compiled
def project(weights, updates, rows, layer, qkv):
    """qkv[:] = queries, keys and values of the rows at a layer; keys, turned, and values go into the caches."""
    heads, kv_heads, head_dim = weights.heads, weights.kv_heads, weights.head_dim
    query_end, key_end = heads * head_dim, (heads + kv_heads) * head_dim
    normed = _normed(rows.hidden, weights.norms[layer, 0], weights.epsilon)
    four_bit(weights.qkv[layer], normed, qkv)
    low = layer - updates.first
    if low >= 0:
        ends = np.array([query_end, key_end, qkv.shape[1]])
        _update(updates.qkv_down[low], updates.qkv_up[low], ends, normed, qkv)
    for row in range(len(rows.sequence)):
        own, place = rows.sequence[row], rows.place[row]
        for kv in range(kv_heads):
            start = query_end + kv * head_dim
            _turn(qkv, row, start, rows.cos, rows.sin, head_dim, rows.keys[own, layer, kv, place])
            start = key_end + kv * head_dim
            rows.values[own, layer, kv, place] = qkv[row, start : start + head_dim]


@compiled
def finish(weights, updates, rows, layer, attended, gate_up):
    """Take the rows from behind the attention of a layer to its end; `gate_up` is room for its products."""
    count, width = rows.hidden.shape
    inner = weights.gate_up.shape[1] // 2
    low, width_end = layer - updates.first, np.array([width])
    added, inside = np.empty((count, width), np.float32), np.empty((count, inner), np.float32)
    four_bit(weights.out[layer], attended, added)
    if low >= 0:
        _update(updates.out_down[low], updates.out_up[low], width_end, attended, added)
    rows.hidden[:] += added
    normed = _normed(rows.hidden, weights.norms[layer, 1], weights.epsilon)
    four_bit(weights.gate_up[layer], normed, gate_up)
    if low >= 0:
        _update(updates.gate_up_down[low], updates.gate_up_up[low], np.array([inner, 2 * inner]), normed, gate_up)
    for row in range(count):
        for i in range(inner):
            gate = gate_up[row, i]
            inside[row, i] = gate / (np.float32(1) + math.exp(-gate)) * gate_up[row, inner + i]
    four_bit(weights.down[layer], inside, added)
    if low >= 0:
        _update(updates.down_down[low], updates.down_up[low], width_end, inside, added)
    rows.hidden[:] += added


@compiled
def run_layers(weights, updates, slots, rows, first, end):
    """Take the rows through the layers from `first` to before `end`."""
    count = rows.hidden.shape[0]
    qkv = np.empty((count, weights.qkv.shape[1]), np.float32)
    attended = np.empty((count, weights.heads * weights.head_dim), np.float32)
    gate_up = np.empty((count, weights.gate_up.shape[1]), np.float32)
    for layer in range(first, end):
        project(weights, updates, rows, layer, qkv)
        _attend(weights, slots, rows, qkv, layer, attended)
        finish(weights, updates, rows, layer, attended, gate_up)


@compiled
def logits_of(weights, hidden):
    """`[rows, width]` behind the last layer → `[rows, vocabulary]`."""
    found = np.empty((hidden.shape[0], weights.head.shape[0]), np.float32)
    eight_bit(weights.head, _normed(hidden, weights.last_norm, weights.epsilon), found)
    return found
