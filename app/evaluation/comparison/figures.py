"""Growth curves with bands of confidence, for a page that has its own headings and as pictures by themselves."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from app.evaluation.comparison.lines import Curve, Line
from app.explain.figure_style import escaped, finished
from app.texts import ASKED, Texts

HEIGHT, LEGEND_ROW, LEGEND_LINE = 330, 24, 16
PICTURE_WIDTH = 860
"""Of a picture by itself. All in pixels."""
NAME_LETTERS, WIDE_LETTERS = 32, 18
"""Of a name in one line of the legend on a phone: Latin ones, and where there are others."""
DECADES = 100
"""Times the smallest value, from which on an axis marks powers of ten alone."""
GRID = "rgba(128,138,148,0.35)"


def curve_figure(curve: Curve, say: Texts = ASKED) -> go.Figure:
    """One curve. Lines differ by dash and marker as well as by colour."""
    figure = go.Figure()
    for line in curve.lines:
        if curve.share and len(line.pools) > 1:
            figure.add_trace(_band(line))
        figure.add_trace(_line(line, curve.share))
    legend = sum(LEGEND_ROW + LEGEND_LINE * _name(line).count("<br>") for line in curve.lines)
    finished(figure, HEIGHT + legend + 40, below=legend + 76)
    figure.update_layout(
        margin={"l": 52, "r": 12, "t": 12},
        showlegend=True,
        legend={"orientation": "h", "xref": "container", "yref": "container", "x": 0, "y": 0, "yanchor": "bottom",
                "entrywidth": 1, "entrywidthmode": "fraction", "font": {"size": 12}},
    )  # fmt: skip
    pools = list(curve.pools)
    title = {"text": say("compare.axis.pool"), "font": {"size": 13}}
    figure.update_xaxes(
        type="log", title=title, tickvals=pools, ticktext=[f"{pool:,}" for pool in pools],
        gridcolor=GRID, fixedrange=True,
    )  # fmt: skip
    values = {"range": [-3, 103], "ticksuffix": "%"} if curve.share else _log(curve)
    figure.update_yaxes(gridcolor=GRID, fixedrange=True, **values)
    return figure


def _log(curve: Curve) -> dict[str, Any]:
    """Powers of ten where the values span two of them; else what plotly marks between them too."""
    values = [value for line in curve.lines for value in line.values if value > 0]
    wide = bool(values) and max(values) >= DECADES * min(values)
    return {"type": "log", "dtick": 1} if wide else {"type": "log"}


def curve_heading(curve: Curve, say: Texts = ASKED) -> str:
    """What a curve shows, with its unit where that is a share."""
    return say("compare.curve", title=curve.title, unit=say("compare.percent")) if curve.share else curve.title


def curve_picture(curve: Curve, say: Texts = ASKED) -> go.Figure:
    """The same with its title, on white."""
    return curve_figure(curve, say).update_layout(
        title={"text": curve_heading(curve, say), "x": 0, "xref": "paper"},
        width=PICTURE_WIDTH,
        margin={"t": 48},
        paper_bgcolor="#FFFFFF",
    )


def _band(line: Line) -> go.Scatter:
    return go.Scatter(
        x=[*line.pools, *reversed(line.pools)], y=[*line.high, *reversed(line.low)], fill="toself",
        fillcolor=line.colour, opacity=0.15, line={"width": 0}, hoverinfo="skip", showlegend=False, mode="lines",
    )  # fmt: skip


def _name(line: Line) -> str:
    """The name of a method, in as many lines as a phone needs for it."""
    letters = NAME_LETTERS if line.title.isascii() else WIDE_LETTERS
    return "<br>".join(escaped(part) for part in wrap(line.title, letters))


def _line(line: Line, share: bool) -> go.Scatter:
    above = [high - value for high, value in zip(line.high, line.values, strict=True)]
    below = [value - low for low, value in zip(line.low, line.values, strict=True)]
    intervals = {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 1, "width": 3}
    return go.Scatter(
        x=line.pools, y=line.values, name=_name(line), mode="lines+markers",
        line={"color": line.colour, "dash": line.dash, "width": 2}, marker={"symbol": line.marker, "size": 9},
        error_y=intervals if share else None, hovertemplate="%{x:,}: %{y:.3~g}<extra>%{fullData.name}</extra>",
    )  # fmt: skip
