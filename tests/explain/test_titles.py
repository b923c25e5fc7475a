"""The titles of the pictures say what the pictures show."""

from __future__ import annotations

import pytest

from app.explain import account_of, finding, reading_view
from app.explain.change_figure import change_figure
from app.explain.titles import changes_title, reading_title, selection_title, times_of
from tests.explain.answers import LYON, ROME, answer, changes, reading, selection


def test_the_selection_s_title_names_the_edit_that_fits_best_or_none() -> None:
    assert selection_title(finding(answer())) == f"“{LYON}” is nearest to the question: 60%"
    several = finding(answer(selection(chosen=("aaaa", "bbbb"))))
    assert selection_title(several).startswith("2 edits were read; “The capital of France")
    assert "“no edit applies” has 10%" in selection_title(finding(answer(selection(chosen=()))))
    empty = selection(logits=(), weights=(1.0,), chosen=())
    assert selection_title(finding(answer(empty))) == "There were no edits to choose from"


def test_the_reading_s_title_sums_the_attention_and_names_the_edit_with_most() -> None:
    view = reading_view(answer(selection(chosen=("aaaa", "cccc")), reading()))
    assert view is not None
    assert f"{sum(edit.mass for edit in view.edits):.0%}" in reading_title(view)
    assert "most to" in reading_title(view)


def test_the_title_of_leaving_out_is_a_factor_or_says_that_nothing_matters() -> None:
    assert changes_title(account_of(answer(), changes(aaaa=2.5))) == f"“{LYON}” makes this answer 12 times as likely"
    assert "about as likely" in changes_title(account_of(answer(), changes(aaaa=0.1)))
    assert changes_title(account_of(answer(), None)) == ""


@pytest.mark.parametrize(
    ("nats", "said"),
    [
        (0.0, "1 times"),
        (5.0, "148 times"),
        (-0.7, "0.5 times"),
        (20.0, "over 1,000 times"),
        (-9.0, "less than 1/1,000 times"),
    ],
)
def test_factors_are_said_with_two_digits_and_never_beyond_a_thousand(nats: float, said: str) -> None:
    assert times_of(nats) == said


def test_the_bars_of_leaving_out_stand_in_order_and_know_their_edit() -> None:
    several = account_of(answer(selection(chosen=("aaaa", "bbbb"))), changes(bbbb=4.0, aaaa=-1.0))
    figure = change_figure(several)
    assert figure is not None
    (bars,) = figure.data
    assert list(bars.x) == [4.0, -1.0]
    assert list(bars.customdata) == ["bbbb", "aaaa"]
    assert ROME in bars.hovertext[0]
    names = [annotation.name for annotation in figure.layout.annotations if annotation.name]
    assert names == ["bbbb", "aaaa"]
    assert change_figure(account_of(answer(), None)) is None
