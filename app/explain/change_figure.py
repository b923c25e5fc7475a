"""The picture of leaving edits out: how much less likely the answer is without each edit that it read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from app.explain.changes import Change
from app.explain.figure_style import (
    BAR_HEIGHT,
    BARE,
    BLUE,
    GREY,
    LINE_HEIGHT,
    ORANGE,
    TEXT_GAP,
    broken,
    finished,
    opens,
    row_label,
    signed,
    stacked,
    text_at,
)
from app.explain.sentence import MATTERS
from app.explain.titles import times_of
from app.texts import ASKED, Texts

if TYPE_CHECKING:
    from app.explain.account import Account

NUMBERS_SHARE = 0.45
"""Part of the picture's width beside the bars: what stands there is longer than in the other picture."""
LEAST_SPAN = 3.0
"""Nats that the picture spans at least: a small change then looks small."""


def change_figure(account: Account, say: Texts = ASKED) -> go.Figure | None:
    """Bars from 0 on, the largest change on top; None where no edit was read or nothing is known."""
    if not account.changes:
        return None
    texts = account.answer.evidence.selection.texts_of(change.edit_id for change in account.changes)
    return draw_changes(account.changes, texts, say)


def draw_changes(changes: Sequence[Change], texts: Mapping[str, str], say: Texts = ASKED) -> go.Figure:
    """The bars of these changes; the dotted line stands where an edit begins to matter."""
    ordered = sorted(changes, key=lambda change: -change.nats)
    labels = [row_label(texts[change.edit_id], strong=change.nats >= MATTERS) for change in ordered]
    tops, height = stacked([len(lines) for lines in labels])
    bars = [top + len(lines) * LINE_HEIGHT + TEXT_GAP + BAR_HEIGHT / 2 for top, lines in zip(tops, labels, strict=True)]
    colours = [BLUE if change.nats >= MATTERS else GREY for change in ordered]
    figure = go.Figure(
        go.Bar(
            x=[change.nats for change in ordered],
            y=bars,
            orientation="h",
            width=BAR_HEIGHT,
            marker={"color": colours},
            hovertext=[f"{broken(texts[c.edit_id])}<br>{_numbers(c, say)}" for c in ordered],
            hoverinfo="text",
            customdata=[change.edit_id for change in ordered],
        )
    )
    at_left = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left"}
    at_right = {"x": 1, "xref": "paper", "xanchor": "right", "align": "right"}
    for change, lines, top, bar in zip(ordered, labels, tops, bars, strict=True):
        figure.add_annotation(**at_left, **text_at("<br>".join(lines), top, "top"), **opens(change.edit_id))
        figure.add_annotation(**at_right, **text_at(_numbers(change, say), bar, "middle", size=12))
    figure.add_annotation(**at_right, **text_at(say("changes.columns"), 0, "top", size=11))
    lowest = min(0.0, *(change.nats for change in ordered))
    highest = max(LEAST_SPAN, *(change.nats for change in ordered))
    figure.add_vline(x=MATTERS, line={"color": ORANGE, "width": 1.5, "dash": "dot"}, layer="below")
    figure.add_vline(x=0, line={"color": GREY, "width": 1}, layer="below")
    figure.update_xaxes(domain=[0, 1 - NUMBERS_SHARE], range=[lowest * 1.02, highest * 1.02], **BARE)
    figure.update_yaxes(range=[height, 0], **BARE)
    return finished(figure, height)


def _numbers(change: Change, say: Texts) -> str:
    return say("changes.numbers", nats=signed(change.nats), times=times_of(change.nats, say))
