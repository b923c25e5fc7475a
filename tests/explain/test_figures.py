"""The pictures hold what the views say, mark what was read, and read no HTML that people typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.explain import reading_figure, selection_figure
from app.explain.figure_style import BLUE, GREY, ORANGE
from tests.explain.answers import LYON, answer, reading, selection


def test_selection_marks_what_was_read_by_pattern_and_colour() -> None:
    bar = selection_figure(answer()).data[0]
    assert list(bar.marker.color) == [BLUE, GREY, ORANGE, GREY]
    assert list(bar.marker.pattern.shape) == ["/", "", "", ""]
    lengths = list(bar.x)
    assert lengths == sorted(lengths, reverse=True)
    np.testing.assert_allclose(np.diff(lengths), -1, atol=1e-6)  # logits 4, 3, 2, 1


def test_selection_says_every_number_and_draws_the_zero_gist_as_a_line() -> None:
    figure = selection_figure(answer())
    texts = [note.text for note in figure.layout.annotations]
    assert f"<b>{LYON}</b>" in texts
    for numbers in ("60% · 4.0", "25% · 3.0", "10% · 2.0", "5% · 1.0"):
        assert numbers in texts
    line = figure.layout.shapes[0]
    assert line.x0 == line.x1 == figure.data[0].x[2]


def test_what_people_typed_is_never_read_as_html() -> None:
    figure = selection_figure(answer())
    assert not any("<b>Lima" in (note.text or "") for note in figure.layout.annotations)
    assert any("&lt;b&gt;Lima" in note.text for note in figure.layout.annotations)
    drawn = reading_figure(answer(read=reading()))
    assert drawn is not None
    assert "&lt;b&gt;Lima" in str(drawn.data[1].hovertext)
    assert "<b>Lima" not in str(drawn.data[1].hovertext)


def test_reading_draws_slots_and_the_sequence_itself_apart() -> None:
    figure = reading_figure(answer(read=reading()))
    assert figure is not None
    itself, slots = figure.data
    np.testing.assert_allclose(np.array(itself.z)[:, 0] + np.array(slots.z).sum(1), 1, atol=1e-6)
    assert list(figure.layout.yaxis.ticktext) == ["Ly", "on"]
    assert list(figure.layout.xaxis2.ticktext) == ["part 1", "part 2", "part 1"]
    assert LYON in slots.hovertext[0][0]
    assert "10.00%" in slots.hovertext[0][0]


def test_long_names_below_the_columns_have_the_room_that_they_take() -> None:
    many = reading()
    wide = replace(many, slot_edit_ids=("aaaa",) * 8, mass=np.tile(many.mass[..., :1], 8))
    named = [replace(wide, slot_labels=(name,) * 8) for name in ("gist 1", "extraordinary", "返品の受付期間は")]
    heights = [reading_figure(answer(read=one)) for one in named]
    short, long, japanese = (figure.layout.margin.b for figure in heights if figure is not None)
    assert short < long < japanese  # letters of full width


def test_reading_at_one_layer_and_head_is_that_layer_and_head() -> None:
    figure = reading_figure(answer(read=reading()), layer=15, head=0)
    assert figure is not None
    np.testing.assert_allclose(np.array(figure.data[1].z)[0], [0.4, 0.2, 0.0], atol=1e-6)


def test_no_reading_no_picture_and_an_empty_pool_can_be_drawn() -> None:
    unread = answer(selection(chosen=()))
    assert reading_figure(unread) is None
    assert len(selection_figure(answer(selection(logits=(), weights=(1.0,), chosen=()))).data[0].x) == 1
