"""The cost model: hand-worked bills, and what must hold for any month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.evaluation.comparison import comparisons_of
from app.evaluation.comparison.figures import curve_figure
from app.evaluation.cost_model import Constants, ModelSize, Scenario, assumed, costing, measured
from app.evaluation.cost_model.view import constants_table, curve_of, sentence, table_of
from app.texts import ENGLISH
from tests.evaluation.comparing import entry, growth
from tests.evaluation.made_results import report

counts = st.floats(0, 1e7)
sizes = st.floats(1e5, 1e12).map(ModelSize.typed)
months = st.builds(
    Scenario, size=sizes, edits=counts, new_edits=counts, questions=counts, edit_tokens=st.floats(0, 1_000)
)
INPUTS = ("edits", "new_edits", "questions", "edit_tokens")


def month(**changes: Any) -> Scenario:
    """Small round numbers, and a model without attention."""
    stated: dict[str, Any] = {"size": ModelSize(1e6, 0.0), "edits": 10, "new_edits": 2, "questions": 100}
    return Scenario(**(stated | {"edit_tokens": 12} | changes))


def test_a_month_worked_by_hand() -> None:
    costs = costing(month(), assumed())
    bills = {bill.method: bill for bill in costs.bills}
    asked = 2e6 * (20 + 10)
    assert bills["backbone"].month == 100 * asked
    assert bills["prompt"].taking_in == 2 * 2e6 * 120  # the prompt changes twice
    assert bills["prompt"].answering == 100 * asked  # without attention a kept prefix costs nothing
    assert bills["prompt-uncached"].month == 100 * 2e6 * (120 + 30)
    assert bills["retrieval"].taking_in == 2 * 2 * 22.7e6 * 12
    assert bills["retrieval"].answering == 100 * (2 * 22.7e6 * 20 + 2 * 10 * 384 + 2e6 * (12 + 30))
    assert bills["incomes"].taking_in == pytest.approx(2 * 1.05 * 2e6 * (12 + 8))
    assert bills["incomes"].once == pytest.approx(5 * bills["incomes"].taking_in)
    matching = 1.05 * 2e6 * (20 + 8) + 2 * 10 * assumed().selection.value
    assert bills["incomes"].answering == pytest.approx(100 * (matching + 1.05 * asked))
    assert bills["retraining"].taking_in == 2 * 6 * 1e6 * 10 * 12 * 20  # no more trainings than new edits
    assert costs.times(bills["prompt-uncached"]) == 5.0
    assert costs.hours(bills["backbone"]) == pytest.approx(6e9 / 1e11 / 3600)
    assert costs.price(bills["backbone"], 7.2) == pytest.approx(6e9 / 1e11 / 500)


def test_attention_is_counted_token_by_token() -> None:
    """Reading t tokens behind b: each attends to those before it, and on average to half of its own run."""
    costs = costing(month(size=ModelSize(1e6, 50.0), edits=0), assumed())
    assert costs.of("backbone").month == 100 * (2e6 * 30 + 4 * 50 * 30 * 15)


def test_edits_that_the_context_has_no_room_for_are_counted() -> None:
    constants = replace(assumed(), room=assumed().room.found(100, "model"))
    costs = costing(month(edits=10, edit_tokens=30), constants)
    assert costs.of("prompt").left_out == costs.of("prompt-uncached").left_out == 7
    assert costs.of("incomes").left_out == 0


@given(months)
def test_nothing_is_negative_and_no_method_is_cheaper_than_the_backbone(asked: Scenario) -> None:
    costs = costing(asked, assumed())
    alone = costs.of("backbone").month
    for bill in costs.bills:
        assert min(bill.once, bill.taking_in, bill.answering, bill.held_bytes, bill.left_out) >= 0
        assert bill.month >= alone * (1 - 1e-12)


@given(months, st.sampled_from(INPUTS), counts)
def test_more_of_anything_never_costs_less(asked: Scenario, name: str, more: float) -> None:
    before = costing(asked, assumed())
    after = costing(replace(asked, **{name: getattr(asked, name) + more}), assumed())
    for less, other in zip(before.bills, after.bills, strict=True):
        assert other.month >= less.month * (1 - 1e-12)
        assert other.held_bytes >= less.held_bytes * (1 - 1e-12)


@given(months, st.floats(1, 100))
def test_a_larger_model_never_costs_less(asked: Scenario, times: float) -> None:
    larger = replace(asked, size=ModelSize.typed(asked.size.parameters * times))
    for less, other in zip(costing(asked, assumed()).bills, costing(larger, assumed()).bills, strict=True):
        assert other.month >= less.month * (1 - 1e-12)


@given(months)
def test_without_edits_every_method_costs_what_the_backbone_does(asked: Scenario) -> None:
    costs = costing(replace(asked, edits=0, new_edits=0), assumed())
    assert {bill.month for bill in costs.bills} == {costs.of("backbone").month}
    assert all(bill.once == bill.held_bytes == bill.left_out == 0 for bill in costs.bills)


def test_a_typed_size_gives_layers_and_width_as_they_usually_are() -> None:
    assert ModelSize.typed(8e9).layers_width == pytest.approx(32 * 4096, rel=0.2)


def test_constants_are_taken_from_results_where_those_tell() -> None:
    costs = {"prompt_tokens": 1_000.0, "prepare_seconds_an_edit": 0.02, "edits_in_prompt": 100.0}
    result = report(
        "counterfact",
        entry("prompt", 100, (0.5, 0.4, 0.6), costs=costs),
        entry("incomes", 100, (0.9, 0.8, 1.0), costs={"bytes_an_edit": 1234.0}),
    )
    (comparison,) = comparisons_of([result])
    found = measured(assumed(), comparison, ModelSize(1e6, 0.0))
    assert (found.speed.value, found.speed.source) == (2e6 * 1_000 / 2.0, "measured")
    assert (found.incomes_bytes.value, found.incomes_bytes.source) == (1234.0, "measured")
    assert found.retrieval_bytes == assumed().retrieval_bytes
    (without,) = comparisons_of([growth()])
    assert measured(assumed(), without, ModelSize(1e6, 0.0)).speed.source == "assumed"


@pytest.mark.parametrize("changes", [{"edits": -1}, {"questions": float("nan")}, {"edit_tokens": float("inf")}])
def test_numbers_that_nobody_can_mean_are_refused(changes: dict[str, float]) -> None:
    with pytest.raises(InputError):
        month(**changes)
    with pytest.raises(InputError, match="parameters"):
        month(size=ModelSize(0.0, 0.0))


def test_the_sentence_says_what_a_manager_asks() -> None:
    said = sentence(costing(month(edits=1_000, edit_tokens=30), assumed()))
    assert said.startswith("With 1,000 edits in force and 100 questions a month, ours takes ")
    assert "all edits in the prompt, each time, 254 times" in said
    assert said.endswith("747 of 1,000 are left out of it.")
    assert "compare" in sentence(costing(month(questions=0), assumed()))


def test_table_and_curve_show_every_method_and_the_price_where_there_is_one() -> None:
    costs = costing(month(), assumed())
    table = table_of(costs, 2.5)
    assert [row[0] for row in table.rows] == [ENGLISH(f"costs.method.{bill.method}") for bill in costs.bills]
    assert "Price a month" in table.headings and "Price a month" not in table_of(costs).headings
    curve = curve_of(month(), assumed())
    assert len(curve_figure(curve).data) == len(curve.lines) == len(costs.bills)
    assert curve.lines[1].values == tuple(sorted(curve.lines[1].values))
    assert len(constants_table(assumed()).rows) == len(list(Constants().named()))
