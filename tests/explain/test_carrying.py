"""Which edit carried each token, and the grids: numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from app.explain.account import account_of
from app.explain.carrying import carrying_of
from app.explain.changes import Change
from app.explain.grids import By, draw_grid, grid_of
from app.explain.record import evidence_of
from app.explain.titles import grid_title
from app.texts import ENGLISH
from app.ui.why_html import carried
from app.ui.why_tables import grid_table
from tests.explain.answers import LIMA, LYON, answer, changes, reading, selection

BOTH = selection(chosen=("aaaa", "cccc"))
TWO = (Change("aaaa", 2.0, (), (2.1, -0.1)), Change("cccc", 1.9, (), (0.5, 1.4)))


def test_a_token_is_carried_by_the_edit_that_changes_it_most() -> None:
    found = carrying_of(account_of(answer(BOTH), TWO))
    assert found is not None
    assert [(token.text, token.edit, token.nats) for token in found.tokens] == [(" Ly", 0, 2.1), ("on", 1, 1.4)]
    assert [edit.text for edit in found.edits] == [LYON, LIMA]


def test_a_token_about_as_likely_without_the_edit_is_carried_by_none() -> None:
    found = carrying_of(account_of(answer(), (Change("aaaa", 1.29, (), (0.6, 0.69)),)))
    assert found is not None
    assert [token.edit for token in found.tokens] == [None, None]
    assert found.edits == ()
    assert "sup" not in carried(found, ENGLISH)


def test_nothing_is_said_where_the_tokens_are_not_known() -> None:
    assert carrying_of(account_of(answer(), (Change("aaaa", 2.0, ()),))) is None
    assert carrying_of(account_of(answer(selection(chosen=())), ())) is None


def test_what_carried_a_word_can_be_read_without_colour_and_opens() -> None:
    found = carrying_of(account_of(answer(BOTH), TWO))
    assert found is not None
    html = carried(found, ENGLISH)
    assert " Ly<sup>1</sup>" in html and "on<sup>2</sup>" in html
    assert 'data-value="cccc"' in html
    assert "<b>Lima" not in html


@pytest.mark.parametrize(("by", "rows"), [("token", (" Ly", "on")), ("layer", ("15", "16")), ("head", ("0", "1"))])
def test_a_grid_sums_slots_and_takes_the_mean_over_the_rest(by: By, rows: tuple[str, ...]) -> None:
    grid = grid_of(answer(BOTH, reading()), by)
    assert grid is not None
    assert grid.rows == rows
    assert grid.edits == (LYON, LIMA)
    by_hand = reading().mass  # [tokens, layers, heads, slots]; slots 0 and 2 are of the first edit
    axis = ("token", "layer", "head").index(by)
    wanted = np.stack([by_hand[..., [0, 2]].sum(-1), by_hand[..., [1]].sum(-1)], -1)
    wanted = np.stack([np.take(wanted, row, axis).reshape(-1, 2).mean(0) for row in range(2)])
    np.testing.assert_allclose(grid.mass, wanted, atol=1e-6)
    np.testing.assert_allclose(np.array(draw_grid(grid).data[0].z), grid.mass)
    table = grid_table(grid, ENGLISH)
    assert 'data-value="cccc"' in table
    assert all(f"{number:.1%}" in table for number in grid.mass.ravel())
    assert "“" in grid_title(grid)


def test_without_a_reading_there_is_no_grid() -> None:
    assert grid_of(answer(), "layer") is None


def test_json_holds_the_change_of_each_token() -> None:
    edits = evidence_of(account_of(answer(), changes(aaaa=2.5)))["selection"]["edits"]
    assert [edit["change_by_token"] for edit in edits] == [[2.5, 0.0], None, None]
