"""What the pictures have in common: colours, letters, how rows are stacked, how text is made safe for Plotly."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

BLUE, ORANGE, GREY, INK = "#0072B2", "#D98A00", "#9AA5B1", "#3B444D"
BLUE_SCALE = [[0.0, "rgba(0,114,178,0.05)"], [1.0, "rgba(0,114,178,0.7)"]]
GREY_SCALE = [[0.0, "rgba(110,120,132,0.05)"], [1.0, "rgba(110,120,132,0.6)"]]
CELL_INK = "#14191E"
"""Of numbers in cells: readable on the darkest of them too."""
FONT = {"family": "system-ui, sans-serif", "size": 13, "color": INK}

LABEL_LETTERS = 44
"""Letters that fit one line of a picture 330 pixels wide."""
LINE_HEIGHT = 18
TEXT_GAP = 4
BAR_HEIGHT = 12
ROW_GAP = 12
"""Pixels: a row of bars is its text, one line or two, above its bar."""
NUMBERS_SHARE = 0.32
"""Part of a picture's width that holds the numbers beside bars, at the right."""
BARE = {"visible": False, "fixedrange": True}


def stacked(lines: Sequence[int]) -> tuple[list[int], int]:
    """Where each row begins, in pixels from the top, and the height of all of them together."""
    tops, top = [], LINE_HEIGHT
    for number in lines:
        tops.append(top)
        top += number * LINE_HEIGHT + TEXT_GAP + BAR_HEIGHT + ROW_GAP
    return tops, top


def text_at(text: str, y: float, anchor: str, size: int = 13) -> dict[str, object]:
    """An annotation's text and height."""
    return {"text": text, "y": y, "yanchor": anchor, "showarrow": False, "font": {"size": size, "color": INK}}


def opens(edit_id: str) -> dict[str, object]:
    """For an annotation: a click on it is told to the page, with the id of the edit."""
    return {"name": edit_id, "captureevents": True}


def finished(figure: go.Figure, height: int, below: int = 0) -> go.Figure:
    """The figure with what all pictures share; `below`: pixels under the plotting area."""
    return figure.update_layout(
        height=height,
        template="none",
        margin={"l": 0, "r": 0, "t": 0, "b": below, "pad": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font=FONT,
        showlegend=False,
        dragmode=False,
        hoverlabel={"align": "left", "bgcolor": "#22303C", "font": {"color": "#FFFFFF", "size": 13}},
    )


def signed(number: float) -> str:
    """A number with one digit and a true minus."""
    return f"{number:.1f}".replace("-", "−")


def broken(text: str) -> str:
    """A whole text in lines of 60 letters."""
    return "<br>".join(escaped(line) for line in wrap(text, 60)) or "–"


def escaped(text: str) -> str:
    """Plotly reads a subset of HTML in every label: what people typed must not be read so."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def row_label(text: str, *, strong: bool) -> list[str]:
    """A text of a row in one line or two."""
    mark = "<b>{}</b>" if strong else "{}"
    return [mark.format(escaped(line)) for line in wrap(text, LABEL_LETTERS, max_lines=2, placeholder=" …")]
