"""Policies: which edits are read."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import PolicyError
from app.model import POLICIES, Policy, policy_named
from app.model.policies import Choice, choose, with_margin

numbers = st.floats(-30, 30, width=32)
logit_lists = st.lists(numbers, min_size=1, max_size=12)
policies = st.builds(
    Policy,
    name=st.just("any"),
    gate=st.booleans(),
    margin=st.floats(-5, 5),
    top_k=st.none() | st.integers(1, 6),
    threshold=st.none() | st.floats(0, 1),
    temperature=st.floats(0.1, 10),
    cap=st.integers(1, 8),
)


def chosen(logits: list[float], policy: Policy, zero: float = 0.0, ids: list[str] | None = None) -> Choice:
    return choose(np.array(logits, np.float32), zero, policy, ids or [f"{i:03}" for i in range(len(logits))])


@given(logit_lists, numbers, policies)
def test_what_always_holds(logits: list[float], zero: float, policy: Policy) -> None:
    choice = chosen(logits, policy, zero)
    read = list(choice.indices)
    assert choice.weights.shape == (1 + len(logits),)
    assert choice.weights.sum() == pytest.approx(1)
    assert len(read) == len(set(read)) == len(choice.log_weights)
    assert len(read) <= min(policy.cap, policy.top_k or policy.cap)
    if read:
        assert sum(math.exp(w) for w in choice.log_weights) == pytest.approx(1)
        assert list(choice.log_weights) == sorted(choice.log_weights, reverse=True)
        assert min(logits[i] for i in read) >= max((v for i, v in enumerate(logits) if i not in read), default=-99)
    if policy.gate and max(logits) <= zero + policy.margin:
        assert read == []
    if policy.threshold is not None:
        assert all(choice.weights[1 + i] >= policy.threshold for i in read)
    elif not policy.gate:
        assert read


@given(logit_lists.flatmap(lambda v: st.tuples(st.just(v), st.permutations(range(len(v))))), policies)
def test_the_order_of_the_edits_does_not_matter(case: tuple[list[float], list[int]], policy: Policy) -> None:
    logits, order = case
    ids = [f"{i:03}" for i in range(len(logits))]
    first = chosen(logits, policy, ids=ids)
    second = chosen([logits[i] for i in order], policy, ids=[ids[i] for i in order])
    assert [ids[i] for i in first.indices] == [ids[order[i]] for i in second.indices]
    assert first.log_weights == pytest.approx(second.log_weights)


@given(logit_lists, numbers, st.floats(0, 5))
def test_a_larger_margin_is_stricter(logits: list[float], zero: float, more: float) -> None:
    policy = POLICIES["default"]
    if chosen(logits, with_margin(policy, more), zero).indices:
        assert chosen(logits, policy, zero).indices


def test_equal_logits_are_decided_by_id() -> None:
    assert chosen([1.0, 1.0, 1.0], POLICIES["default"], ids=["c", "a", "b"]).indices == (1,)
    assert chosen([1.0, 1.0, 1.0, 2.0], POLICIES["top-2"], ids=["c", "a", "b", "z"]).indices == (3, 1)


def test_the_gate_opens_above_the_zero_gist_not_at_it() -> None:
    assert chosen([0.0], POLICIES["default"]).indices == ()
    assert chosen([0.001], POLICIES["default"]).indices == (0,)
    assert chosen([1.9], POLICIES["strict"]).indices == ()
    assert chosen([2.1], POLICIES["strict"]).indices == (0,)
    assert chosen([-50.0], POLICIES["ungated"]).indices == (0,)


def test_named_policies_on_one_question() -> None:
    logits = [5.0, 4.0, 4.5, 1.5, -2.0]
    read = {name: chosen(logits, policy).indices for name, policy in POLICIES.items()}
    assert read == {
        "default": (0,),
        "strict": (0,),
        "careful": (0,),
        "generous": (0,),
        "most-generous": (0, 2),
        "top-2": (0, 2),
        "top-4": (0, 2, 1, 3),
        "threshold": (0, 2),
        "soft": (0, 2, 1, 3),
        "ungated": (0,),
        "all": (0, 2, 1, 3, 4),
    }


def test_no_edits_no_choice() -> None:
    for policy in POLICIES.values():
        choice = choose(np.zeros(0, np.float32), 0.3, policy, [])
        assert choice.indices == choice.log_weights == ()
        assert choice.weights.tolist() == [1.0]


def test_a_higher_temperature_spreads_the_weight() -> None:
    cold, warm = (chosen([2.0, 1.0], replace(POLICIES["all"], temperature=t)) for t in (0.5, 5.0))
    assert math.exp(cold.log_weights[0]) == pytest.approx(1 / (1 + math.exp(-2)))
    assert math.exp(warm.log_weights[0]) == pytest.approx(1 / (1 + math.exp(-0.2)))


def test_huge_logits_do_not_overflow() -> None:
    choice = chosen([1e30, -1e30], POLICIES["all"], zero=-1e30)
    assert choice.weights.tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize(
    "setting",
    [
        {"temperature": 0.0},
        {"temperature": float("nan")},
        {"cap": 0},
        {"top_k": 0},
        {"threshold": -0.1},
        {"threshold": 1.1},
        {"margin": float("inf")},
        {"margin": float("nan")},
    ],
)
def test_settings_out_of_range_are_named(setting: dict[str, Any]) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy("mine", **setting)
    assert next(iter(setting)) in caught.value.allowed.lower()
    assert "mine" in caught.value.given


def test_names() -> None:
    assert policy_named(None) is policy_named("default") is POLICIES["default"]
    own = Policy("own", top_k=3)
    assert policy_named(own) is own
    with pytest.raises(PolicyError, match="Did you mean “default”") as caught:
        policy_named("defualt")
    assert all(name in caught.value.allowed for name in POLICIES)
    with pytest.raises(PolicyError, match="Choose one of these"):
        policy_named("qqqqqqqq")


def test_a_policy_is_a_record() -> None:
    policy = POLICIES["default"]
    assert Policy(**policy.describe()) == policy
    with pytest.raises(FrozenInstanceError):
        policy.cap = 3  # type: ignore[misc]  # frozen, which is tested
