"""A costing as a person reads it: in a sentence, as tables, and as curves over the number of edits."""

from __future__ import annotations

from dataclasses import replace

from app.evaluation.comparison.lines import Curve, Line, style_of
from app.evaluation.comparison.table import MISSING, Table, figure_text
from app.evaluation.cost_model.bills import HOUR, Bill, Costing, costing
from app.evaluation.cost_model.constants import Constants
from app.evaluation.cost_model.scenario import Scenario
from app.texts import ASKED, Texts, together

PETA, MEGA = 1e15, 1e6
SIZES = (1, 10, 100, 1_000, 10_000, 100_000)
"""Edits in force, of the curve."""
NEAR = 1.05
"""Times the computation of another, up to which both are called about the same."""


def sentence(costs: Costing, say: Texts = ASKED) -> str:
    """What a month of ours takes beside the model alone and the other methods."""
    asked = costs.scenario
    if costs.times(costs.of("backbone")) is None:
        return say("costs.no-questions")
    told = say.count(
        "costs.ours", round(asked.edits), questions=f"{asked.questions:,.0f}", times=_times(costs, "incomes", say)
    )
    others = [one.method for one in costs.bills if one.method not in ("backbone", "incomes")]
    listed = say("compare.listed.between").join(
        say("costs.listed", method=say(f"costs.method.{name}"), times=_times(costs, name, say)) for name in others
    )
    parts = [told, say("costs.others", methods=listed)]
    left_out = costs.of("prompt").left_out
    if left_out:
        parts.append(say("costs.left-out", left_out=f"{left_out:,.0f}", edits=f"{asked.edits:,.0f}"))
    return together(parts, say)


def table_of(costs: Costing, price_an_hour: float | None = None, say: Texts = ASKED) -> Table:
    """One row a method; what everybody understands stands first."""
    columns = ["method", "times", "hours", "left-out", "held", "month", "taking-in", "once"]
    if price_an_hour:
        columns.insert(3, "price")
    rows = []
    for bill in costs.bills:
        times = costs.times(bill)
        cells = {
            "method": say(f"costs.method.{bill.method}"),
            "month": figure_text(bill.month / PETA),
            "taking-in": figure_text(bill.taking_in / PETA),
            "times": MISSING if times is None else figure_text(times),
            "hours": figure_text(costs.hours(bill)),
            "price": figure_text(costs.price(bill, price_an_hour or 0.0)),
            "once": figure_text(bill.once / PETA),
            "held": figure_text(bill.held_bytes / MEGA),
            "left-out": figure_text(bill.left_out),
        }
        rows.append(tuple(cells[name] for name in columns))
    return Table(tuple(say(f"costs.column.{name}") for name in columns), tuple(rows))


def curve_note(costs: Costing, say: Texts = ASKED) -> str:
    """How to read the curves; how long the machine takes for the unit of their axis."""
    hours = PETA / costs.constants.speed.value / HOUR
    return say("costs.curve.note", hours=say("costs.hours", hours=figure_text(hours)))


def constants_table(constants: Constants, say: Texts = ASKED) -> Table:
    """Every number of the formulas with its unit, and where it comes from."""
    rows = tuple(
        (
            say(f"costs.constant.{name}"),
            f"{figure_text(one.value)} {say(f'costs.unit.{one.unit}')}",
            say(f"costs.source.{one.source}"),
        )
        for name, one in constants.named()
    )
    return Table(tuple(say(f"costs.constants.{name}") for name in ("name", "value", "source")), rows)


def curve_of(scenario: Scenario, constants: Constants, say: Texts = ASKED) -> Curve:
    """A month's computation over the number of edits in force; new edits grow with them, all else stays."""
    new = scenario.new_edits / scenario.edits if scenario.edits else 0.0
    months = [costing(replace(scenario, edits=size, new_edits=new * size), constants) for size in SIZES]
    by_method = zip(*(month.bills for month in months), strict=True)
    lines = tuple(_line(place, bills, say) for place, bills in enumerate(by_method))
    return Curve("cost", say("costs.curve"), False, tuple(line for line in lines if any(line.values)))


def _line(place: int, bills: tuple[Bill, ...], say: Texts) -> Line:
    values = tuple(bill.month / PETA for bill in bills)
    name = bills[0].method
    style = style_of(place)
    return Line(name, say(f"costs.method.{name}"), *style, SIZES, values, values, values)


def _times(costs: Costing, method: str, say: Texts) -> str:
    times = costs.times(costs.of(method)) or 1.0
    return say("costs.about-once") if times < NEAR else say("costs.times", times=figure_text(round(times, 2)))
