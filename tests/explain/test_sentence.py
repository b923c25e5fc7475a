"""The sentence says what selection decided."""

from __future__ import annotations

from app.explain import finding, sentence
from tests.explain.answers import LYON, answer, selection


def test_one_edit_read_and_another_near() -> None:
    said = sentence(answer())
    assert f"“{LYON}” (weight 60%)" in said
    assert "Near, but not read: “The capital of Peru is <b>Lima</b>.” (25%)" in said


def test_one_edit_read_and_nothing_near() -> None:
    far = selection(weights=(0.001, 0.998, 0.0005, 0.0005))
    assert sentence(answer(far)).endswith("(weight over 99%). No other edit was near.")


def test_several_edits_read() -> None:
    several = answer(selection(chosen=("aaaa", "cccc")))
    assert finding(several).outcome == "several"
    assert "used 2 edits" in sentence(several)


def test_no_edit_read_names_the_nearest() -> None:
    none = answer(selection(logits=(1.0, 0.0, -1.0), weights=(0.7, 0.2, 0.07, 0.03), chosen=()))
    said = sentence(none)
    assert "weight 70%" in said
    assert LYON in said


def test_an_empty_pool_is_said_to_be_empty() -> None:
    empty = answer(selection(logits=(), weights=(1.0,), chosen=()))
    assert finding(empty).outcome == "empty"
    assert "no edits to choose from" in sentence(empty)
