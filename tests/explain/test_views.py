"""The data of the pictures against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.explain import reading_view, selection_view
from app.explain.figures import draw_reading
from app.explain.views import ZERO
from app.model import Evidence
from app.texts import ENGLISH
from app.ui.why_tables import reading_table
from tests.explain.answers import LIMA, LYON, answer, reading, selection


def test_selection_rows_stand_by_logit_with_the_zero_gist_among_them() -> None:
    view = selection_view(selection())
    assert [row.edit_id for row in view.rows] == ["aaaa", "cccc", ZERO, "bbbb"]
    assert [row.logit for row in view.rows] == [4.0, 3.0, 2.0, 1.0]
    assert [round(row.weight, 2) for row in view.rows] == [0.6, 0.25, 0.1, 0.05]
    assert [row.read for row in view.rows] == [True, False, False, False]
    assert view.left_out == 0


def test_the_zero_gist_is_read_when_no_edit_is() -> None:
    view = selection_view(selection(chosen=()))
    assert view.zero.read
    assert not any(row.read for row in view.edits)


def test_an_edit_that_was_read_is_shown_however_far_it_is() -> None:
    view = selection_view(selection(chosen=("bbbb",)), nearest=1)
    assert [row.edit_id for row in view.edits] == ["aaaa", "bbbb"]
    assert view.left_out == 1


def test_an_empty_pool_shows_the_zero_gist_alone() -> None:
    view = selection_view(selection(logits=(), weights=(1.0,), chosen=()))
    assert view.edits == ()
    assert view.zero.weight == 1.0


def test_reading_is_none_where_no_edit_was_read() -> None:
    assert reading_view(answer(selection(chosen=()))) is None


def test_reading_mean_is_grouped_by_edit_and_rows_sum_to_one() -> None:
    view = reading_view(answer(read=reading()))
    assert view is not None
    assert view.slot_labels == ("gist 1", "gist 2", "gist 1")
    # Token 0: mean over 2 layers × 2 heads of one cell each: 0.4 / 4, 0.2 / 4, 0.8 / 4.
    np.testing.assert_allclose(view.mass, [[0.1, 0.05, 0.2], [0.1, 0.0, 0.1]], atol=1e-6)
    np.testing.assert_allclose(view.mass.sum(1) + view.self_mass, 1, atol=1e-6)
    first, second = view.edits
    assert (first.edit_id, first.start, first.stop) == ("aaaa", 0, 2)
    assert (second.edit_id, second.start, second.stop) == ("cccc", 2, 3)
    assert second.text == LIMA
    assert first.mass == pytest.approx((0.15 + 0.1) / 2)
    assert second.mass == pytest.approx((0.2 + 0.1) / 2)


def test_the_papers_reader_shares_with_the_zero_gist_and_every_place_says_so() -> None:
    paper, ours = (reading_view(answer(read=replace(reading(), zero_competes=zero))) for zero in (True, False))
    assert paper is not None and ours is not None
    for view, told in ((paper, True), (ours, False)):
        for place in (draw_reading(view).to_json(), reading_table(view, ENGLISH)):
            assert ("no edit applies" in place.casefold()) is told
            assert ("answer so far" in place.casefold()) is not told


def test_reading_at_one_layer_and_head() -> None:
    view = reading_view(answer(read=reading()), layer=15, head=0)
    assert view is not None
    np.testing.assert_allclose(view.mass[0], [0.4, 0.2, 0.0], atol=1e-6)
    assert view.self_mass[0] == pytest.approx(0.4)
    by_layer = reading_view(answer(read=reading()), layer=16)
    assert by_layer is not None
    np.testing.assert_allclose(by_layer.mass[0], [0.0, 0.0, 0.4], atol=1e-6)


@pytest.mark.parametrize(("layer", "head", "said"), [(3, None, "Layer 3"), (None, 2, "Head 2"), (None, -1, "Head -1")])
def test_a_layer_or_head_that_is_not_there_is_refused(layer: int | None, head: int | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        reading_view(answer(read=reading()), layer, head)


@pytest.mark.parametrize("nearest", [0, 1, 2, 3, 9, None])
def test_the_nearest_are_found_without_sorting_all(nearest: int | None) -> None:
    many = selection(logits=(1.0, 3.0, 3.0), weights=(0.1, 0.2, 0.3, 0.4), chosen=("aaaa",))
    wanted = {0: [0], 1: [1, 0], 2: [1, 2, 0]}.get(3 if nearest is None else nearest, [1, 2, 0])
    assert many.nearest(nearest) == wanted
    assert Evidence(many, None).by_edit(nearest)["edit_id"].tolist() == ["zero", *(many.edit_ids[i] for i in wanted)]


def test_texts_are_looked_up_one_by_one() -> None:
    assert selection().texts_of(("cccc", "aaaa")) == {"cccc": LIMA, "aaaa": LYON}
    with pytest.raises(ValueError):
        selection().texts_of(["nowhere"])
