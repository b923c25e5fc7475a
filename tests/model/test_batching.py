"""Sequences side by side."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.model.batching import Side, alike, by_length, company, pad

CPU = torch.device("cpu")


@pytest.mark.parametrize("side", ["left", "right"])
@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=9), min_size=1, max_size=6), st.booleans())
def test_every_sequence_is_found_again(side: Side, sequences: list[list[int]], before_zero: bool) -> None:
    batch = pad(sequences, side, CPU, end=0 if before_zero else None)
    assert batch.token_ids.shape == batch.mask.shape == batch.positions.shape
    for row, sequence in enumerate(sequences):
        kept = batch.mask[row].bool()
        assert batch.token_ids[row, kept].tolist() == sequence
        start, n = int(batch.starts[row]), int(batch.lengths[row])
        assert kept.nonzero().flatten().tolist() == list(range(start, start + n))
        wanted = range(-n, 0) if before_zero else range(n)
        assert batch.positions[row, kept].tolist() == list(wanted)
        assert (batch.token_ids[row, ~kept] == 0).all()
        assert (batch.positions[row, ~kept] == 0).all()
        edge = start + n == batch.mask.shape[1] if side == "left" else start == 0
        assert edge


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 9), st.integers(50, 900))
def test_batches_hold_everything_once_within_both_bounds(lengths: list[int], most: int, tokens: int) -> None:
    batches = list(by_length(lengths, most, most_tokens=tokens))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert 1 <= len(batch) <= most
        assert len(batch) == 1 or sum(lengths[i] for i in batch) <= tokens
        assert len({lengths[i] for i in batch}) == 1  # no padding


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), max_size=30), st.integers(1, 5))
def test_only_rows_of_equal_keys_share_a_batch(keys: list[tuple[int, int]], most: int) -> None:
    batches = list(alike(keys, most))
    assert sorted(i for batch in batches for i in batch) == list(range(len(keys)))
    assert all(len({keys[i] for i in batch}) == 1 and len(batch) <= most for batch in batches)
    smaller = [batch for batch in batches if len(batch) < most]
    assert len({keys[batch[0]] for batch in smaller}) == len(smaller)  # at most one batch a key is not full


def test_a_row_is_not_left_alone_below_float32() -> None:
    assert company(["a"], torch.bfloat16) == ["a", "a"]
    assert company(["a"], torch.float32) == ["a"]
    assert company(["a", "b"], torch.bfloat16) == ["a", "b"]
