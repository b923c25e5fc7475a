"""The trade-off and the reliability of weights, drawn for a page that has its own headings."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from app.evaluation.comparison.figures import GRID
from app.evaluation.comparison.lines import COLOURS, MARKERS
from app.evaluation.measured import Measured
from app.evaluation.tuning.reliability import Use
from app.evaluation.tuning.result import Tuning
from app.evaluation.tuning.sentence import title_of
from app.evaluation.tuning.tradeoff import Point
from app.explain.figure_style import GREY, INK, finished
from app.model import Policy
from app.texts import ASKED, Texts

HEIGHT, LEGEND_ROW = 420, 24
"""Height of the plotting area and of a row of the legend, in pixels."""
NAMES = 8
"""Most settings named where several share a mark."""
LEAST_WIDE = 0.1
"""Unwanted changes are drawn to twice this share at least."""


def tradeoff_figure(found: Tuning, say: Texts = ASKED) -> go.Figure:
    """Efficacy over unwanted change: a mark a setting, by family; the front as a line, the choice with its interval."""
    figure, widest = go.Figure(), drawn_to(found)
    families: dict[str, list[Point]] = {}
    for point in found.points:
        if point.unwanted.value <= widest:
            families.setdefault(_family(point.setting.policy, say), []).append(point)
    for place, (family, points) in enumerate(families.items()):
        colour, marker = COLOURS[place % 7], MARKERS[(place // 7 + place) % 7]
        figure.add_trace(_marks(family, points, found, colour, marker, say))
    front = [_place(point) for point in found.front if point.unwanted.value <= widest]
    figure.add_trace(go.Scatter(
        x=[x for x, _ in front], y=[y for _, y in front], mode="lines",
        line={"color": INK, "width": 1.5, "shape": "hv"}, name=say("tune.front"), hoverinfo="skip",
    ))  # fmt: skip
    usual = found.named("default")
    if found.chosen is not None:
        figure.add_trace(_named(found.chosen, say("tune.mark.chosen"), "star", INK, "bottom right"))
    if found.chosen is None or _place(usual) != _place(found.chosen):
        figure.add_trace(_named(usual, say("tune.mark.default"), "circle-open", INK, "bottom right"))
    figure.add_vline(x=100 * found.most_unwanted, line={"color": GREY, "dash": "dot", "width": 1.5})
    return _axes(figure, len(families) + 1, say("tune.axis.unwanted"), say("tune.axis.efficacy"))


def drawn_to(found: Tuning) -> float:
    """The largest share of unwanted changes that is drawn: what nobody would choose is left out, to show the rest."""
    told = [found.named("default"), *([found.chosen] if found.chosen is not None else [])]
    return min(1.0, 2 * max(LEAST_WIDE, found.most_unwanted, *(point.unwanted.value for point in told)))


def use_figure(use: Use, say: Texts = ASKED) -> go.Figure:
    """How often the nearest edit is the right one, over the weight that it has."""
    figure = go.Figure()
    figure.add_trace(go.Scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": GREY, "dash": "dot"}, name=say("tune.use.exact"),
        hoverinfo="skip",
    ))  # fmt: skip
    shares = [group.right for group in use.groups]
    figure.add_trace(go.Scatter(
        x=[group.weight for group in use.groups], y=[share.value for share in shares], mode="lines+markers",
        line={"color": COLOURS[0], "width": 2}, marker={"size": 9}, name=say("tune.use.group"),
        error_y=_bars(shares, 1), customdata=[share.n for share in shares],
        hovertemplate="%{x:.2f}: %{y:.2f} (n = %{customdata})<extra></extra>",
    ))  # fmt: skip
    _axes(figure, 2, say("tune.axis.weight"), say("tune.axis.right"))
    figure.update_xaxes(range=[-0.03, 1.03])
    figure.update_yaxes(range=[-0.03, 1.03])
    return figure


def _family(policy: Policy, say: Texts) -> str:
    if not policy.gate:
        return say("tune.family.no-gate")
    if policy.threshold is not None:
        return say("tune.family.threshold", weight=f"{policy.threshold:g}")
    most = min(policy.top_k or policy.cap, policy.cap)
    return say("tune.family.one") if most == 1 else say("tune.family.some", number=most)


def _marks(family: str, points: Sequence[Point], found: Tuning, colour: str, marker: str, say: Texts) -> go.Scatter:
    """One mark for all settings of a family that come out alike."""
    alike: dict[tuple[float, float], list[str]] = {}
    for point in points:
        alike.setdefault(_place(point), []).append(title_of(point.setting, found.slots, say))
    named = ["<br>".join([*names[:NAMES], *(["…"] if len(names) > NAMES else [])]) for names in alike.values()]
    return go.Scatter(
        x=[x for x, _ in alike], y=[y for _, y in alike], mode="markers", name=family, text=named,
        marker={"color": colour, "symbol": marker, "size": 8, "opacity": 0.75},
        hovertemplate="%{y:.1f} / %{x:.1f}<br>%{text}<extra></extra>",
    )  # fmt: skip


def _named(point: Point, name: str, symbol: str, colour: str, where: str) -> go.Scatter:
    x, y = _place(point)
    return go.Scatter(
        x=[x], y=[y], mode="markers+text", text=[f"<b>{name}</b>"], textposition=where, showlegend=False,
        marker={"symbol": symbol, "size": 16, "color": colour, "line": {"width": 2}}, hoverinfo="skip",
        error_x=_bars([point.unwanted]), error_y=_bars([point.efficacy]),
    )  # fmt: skip


def _bars(shares: Sequence[Measured], scale: float = 100) -> dict[str, object]:
    above = [scale * (share.high - share.value) for share in shares]
    below = [scale * (share.value - share.low) for share in shares]
    return {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 1, "width": 3}


def _place(point: Point) -> tuple[float, float]:
    return 100 * point.unwanted.value, 100 * point.efficacy.value


def _axes(figure: go.Figure, names: int, x: str, y: str) -> go.Figure:
    legend = LEGEND_ROW * names  # one below the other: two columns overlap on a phone
    finished(figure, HEIGHT + legend + 40, below=legend + 72)
    figure.update_layout(
        margin={"l": 64, "r": 16, "t": 12},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0,
                "entrywidth": 1, "entrywidthmode": "fraction"},
    )  # fmt: skip
    figure.update_xaxes(title=x, gridcolor=GRID, fixedrange=True, zeroline=False)
    figure.update_yaxes(title=y, gridcolor=GRID, fixedrange=True, zeroline=False)
    return figure
