"""The two pictures, drawn with Plotly from the data of `views`. No number is computed here.

Background is transparent and colours hold on light and on dark pages and for the colour-blind (Okabe–Ito blue and
orange, one-hue scales); what was read differs by pattern as well. Both pictures keep their labels inside the plotting
area, so that they fit a phone. Bars, cells and names carry the id of their edit (`customdata`, an annotation's
`name`), so that a page can open it.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import plotly.graph_objects as go

from app.explain.figure_style import (
    BAR_HEIGHT,
    BARE,
    BLUE,
    BLUE_SCALE,
    CELL_INK,
    GREY,
    GREY_SCALE,
    INK,
    LABEL_LETTERS,
    LINE_HEIGHT,
    NUMBERS_SHARE,
    ORANGE,
    TEXT_GAP,
    broken,
    escaped,
    finished,
    opens,
    row_label,
    signed,
    stacked,
    text_at,
)
from app.explain.shortening import shortened
from app.explain.views import ZERO, ReadingView, SelectionRow, SelectionView, in_words, reading_view, selection_view
from app.texts import ASKED, Texts, percent

if TYPE_CHECKING:
    from app.model.evidence import Answer

LONGEST_TOKEN = 18
"""Letters of a token that are shown."""
SHORTEST_BAR = 0.04
"""Length of the furthest edit's bar beside the longest: only differences between logits mean something."""
TOKEN_HEIGHT = 34
EDIT_NAME_HEIGHT = 44
"""Pixels of a reading row, and of the edits' texts above all rows."""
MOST_NUMBERED_COLUMNS = 12
"""With more columns than this the numbers in the cells would overlap: they stay in the hover text."""
MOST_LEVEL_COLUMNS = 6
"""With more columns than this their names are turned."""


def selection_figure(answer: Answer, *, nearest: int = 8, say: Texts = ASKED) -> go.Figure:
    """The decision: “no edit applies” and the nearest edits, largest logit on top, bar length = logit."""
    return draw_selection(selection_view(answer.evidence.selection, nearest), say)


def reading_figure(
    answer: Answer, layer: int | None = None, head: int | None = None, *, say: Texts = ASKED
) -> go.Figure | None:
    """What each answer token attended to; None when no edit was read.

    Raises:
        ValueError: a layer or head that does not exist (see `reading_view`).
    """
    view = reading_view(answer, layer, head)
    return None if view is None else draw_reading(in_words(view, say), say)


def draw_selection(view: SelectionView, say: Texts = ASKED) -> go.Figure:
    """Horizontal bars from the furthest edit's logit on: text above, numbers at the right, the zero gist as a line."""
    labels = [_label(row, say) for row in view.rows]
    tops, height = stacked([len(lines) for lines in labels])
    bars = [top + len(lines) * LINE_HEIGHT + TEXT_GAP + BAR_HEIGHT / 2 for top, lines in zip(tops, labels, strict=True)]
    floor = min(row.logit for row in view.rows)
    span = max(row.logit for row in view.rows) - floor or 1.0
    figure = go.Figure(
        go.Bar(
            x=[row.logit - floor + SHORTEST_BAR * span for row in view.rows],
            y=bars,
            orientation="h",
            width=BAR_HEIGHT,
            marker={
                "color": [_colour(row) for row in view.rows],
                "line": {"width": 1, "color": [_colour(row) for row in view.rows]},
                "pattern": {"shape": ["/" if _edit_read(row) else "" for row in view.rows], "solidity": 0.4},
            },
            hovertext=[_hover(row, say) for row in view.rows],
            hoverinfo="text",
            customdata=[row.edit_id for row in view.rows],
        )
    )
    at_left = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left"}
    at_right = {"x": 1, "xref": "paper", "xanchor": "right", "align": "right"}
    for row, lines, top, bar in zip(view.rows, labels, tops, bars, strict=True):
        figure.add_annotation(**at_left, **text_at("<br>".join(lines), top, "top"), **opens(row.edit_id))
        figure.add_annotation(**at_right, **text_at(_numbers(row, say), bar, "middle", size=12))
    figure.add_annotation(**at_right, **text_at(say("selection.columns"), 0, "top", size=11))
    zero = view.zero.logit - floor + SHORTEST_BAR * span
    figure.add_vline(x=zero, line={"color": ORANGE, "width": 1.5, "dash": "dot"}, layer="below")
    figure.update_xaxes(domain=[0, 1 - NUMBERS_SHARE], range=[0, (1.02 + SHORTEST_BAR) * span], **BARE)
    figure.update_yaxes(range=[height, 0], **BARE)
    return finished(figure, height)


def draw_reading(view: ReadingView, say: Texts = ASKED) -> go.Figure:
    """Two heatmaps over the same rows: sequence or zero gist (grey, one column), the slots by edit (blue)."""
    columns = len(view.slot_labels)
    split = min(max(1 / (columns + 1), 0.16), 0.3)
    rows_height = TOKEN_HEIGHT * max(len(view.tokens), 1)
    top = rows_height / (rows_height + EDIT_NAME_HEIGHT)
    rows = list(range(len(view.tokens)))
    figure = go.Figure()
    figure.add_heatmap(
        x=[0],
        y=rows,
        z=view.self_mass[:, None],
        zmax=1,
        colorscale=GREY_SCALE,
        texttemplate="%{z:.0%}",
        hovertext=[[_own_hover(view, row, say)] for row in rows],
        xaxis="x",
        **_CELLS,
    )
    figure.add_heatmap(
        x=list(range(columns)),
        y=rows,
        z=view.mass,
        zmax=max(float(view.mass.max(initial=0)), 1e-6),
        colorscale=BLUE_SCALE,
        texttemplate=_numbers_in(columns),
        hovertext=_slot_hovers(view, say),
        customdata=[[edit.edit_id for edit in view.edits for _ in range(edit.start, edit.stop)]] * len(rows),
        xaxis="x2",
        **_CELLS,
    )
    figure.update_layout(
        yaxis={"domain": [0, top], "range": [len(rows) - 0.5, -0.5], **_named(view.tokens), "automargin": True},
        xaxis={"domain": [0, split - 0.02], "range": [-0.5, 0.5], **_named([say(f"reading.rest.{view.rest}")])},
        xaxis2={"domain": [split, 1], "range": [-0.5, columns - 0.5], **_named(view.slot_labels)},
    )
    level = columns <= MOST_LEVEL_COLUMNS
    figure.update_xaxes(tickangle=0 if level else -60)
    _name_edits(figure, view, split, top)
    names = [say(f"reading.rest.{view.rest}"), *view.slot_labels]
    below = 30 if level else 24 + max(_breadth(_token(name)) for name in names)
    return finished(figure, rows_height + EDIT_NAME_HEIGHT + below, below)


_CELLS = {
    "zmin": 0,
    "showscale": False,
    "hoverinfo": "text",
    "xgap": 2,
    "ygap": 2,
    "textfont": {"size": 12, "color": CELL_INK},
}


def _named(names: Sequence[str]) -> dict[str, object]:
    """An axis with a name at every row or column and nothing else."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [_token(name) for name in names],
        "ticklen": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
    }


def _name_edits(figure: go.Figure, view: ReadingView, left: float, top: float) -> None:
    """The text of each edit above its columns, with a line under it as wide as they are."""
    columns = len(view.slot_labels)
    for edit in view.edits:
        share = (edit.stop - edit.start) / columns
        first = left + (1 - left) * edit.start / columns
        last = left + (1 - left) * edit.stop / columns
        figure.add_shape(
            type="line", xref="paper", yref="paper", x0=first + 0.004, x1=last - 0.004, y0=top, y1=top,
            yanchor="bottom", line={"color": BLUE, "width": 2},
        )  # fmt: skip
        lines = wrap(edit.text, max(int(share * LABEL_LETTERS * 0.8), 6), max_lines=2, placeholder=" …")
        figure.add_annotation(
            x=first + 0.004, xref="paper", xanchor="left", y=top, yref="paper", yanchor="bottom", yshift=3,
            align="left", showarrow=False, text="<br>".join(escaped(line) for line in lines),
            hovertext=broken(edit.text), font={"size": 12, "color": INK}, **opens(edit.edit_id),
        )  # fmt: skip


def _edit_read(row: SelectionRow) -> bool:
    return row.read and row.edit_id != ZERO


def _colour(row: SelectionRow) -> str:
    if row.edit_id == ZERO:
        return ORANGE
    return BLUE if row.read else GREY


def _label(row: SelectionRow, say: Texts) -> list[str]:
    """The text of a row in one line or two."""
    if row.edit_id == ZERO:
        return [f"<i>{say('selection.zero')}</i>"]
    return row_label(row.text, strong=row.read)


def _numbers(row: SelectionRow, say: Texts) -> str:
    return say("selection.numbers", weight=percent(row.weight, say), logit=signed(row.logit))


def _hover(row: SelectionRow, say: Texts) -> str:
    text = say("selection.zero") if row.edit_id == ZERO else broken(row.text)
    key = "selection.hover.read" if _edit_read(row) else "selection.hover"
    return f"{text}<br>{say(key, weight=f'{row.weight:.2%}', logit=f'{row.logit:.2f}')}"


def _own_hover(view: ReadingView, row: int, say: Texts) -> str:
    return say(f"reading.hover.rest.{view.rest}", token=_token(view.tokens[row]), mass=f"{view.self_mass[row]:.1%}")


def _slot_hovers(view: ReadingView, say: Texts) -> list[list[str]]:
    """Hover text of every cell [tokens, slots]: token, slot, mass, and the whole edit."""
    edit_of = [edit for edit in view.edits for _ in range(edit.start, edit.stop)]
    return [
        [
            say(
                "reading.hover.slot",
                token=_token(token),
                slot=escaped(view.slot_labels[slot]),
                mass=f"{view.mass[row, slot]:.2%}",
                edit=broken(edit_of[slot].text),
            )
            for slot in range(len(view.slot_labels))
        ]
        for row, token in enumerate(view.tokens)
    ]


def _numbers_in(columns: int) -> str | None:
    """What stands in the cells of so many columns: on a phone, many have room for a few letters each."""
    if columns > MOST_NUMBERED_COLUMNS:
        return None
    return "%{z:.1%}" if columns <= MOST_LEVEL_COLUMNS else "%{z:.0%}"


def _breadth(label: str) -> int:
    """About how many pixels a label takes; letters of full width twice as many as others."""
    return sum(14 if east_asian_width(letter) in "WF" else 7 for letter in label)


def _token(token: str) -> str:
    """A token as a label: its spaces at the ends go, line ends become visible."""
    visible = token.replace("\n", "⏎").strip() or "␣"
    return escaped(shortened(visible, LONGEST_TOKEN))
