"""Means with bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation import measure


def test_mean_and_count() -> None:
    measured = measure([True, True, False, True])
    assert (measured.value, measured.n) == (0.75, 4)
    assert measured.low <= 0.75 <= measured.high


def test_interval_of_a_share_agrees_with_the_normal_approximation() -> None:
    values = [True] * 300 + [False] * 100
    half = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    measured = measure(values, seed=1)
    assert measured.low == pytest.approx(0.75 - half, abs=0.01)
    assert measured.high == pytest.approx(0.75 + half, abs=0.01)


def test_same_seed_same_interval() -> None:
    values = list(np.random.default_rng(0).random(50))
    assert measure(values, seed=3) == measure(values, seed=3)
    assert measure(values, seed=3) != measure(values, seed=4)


def test_many_values_in_blocks_equal_few() -> None:
    measured = measure([True, False] * 20_000)
    assert measured.high - measured.low < 0.02


def test_no_values_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        measure([])


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_interval_holds_the_mean_and_stays_a_share(values: list[bool]) -> None:
    measured = measure(values)
    assert 0 <= measured.low <= measured.value <= measured.high <= 1
