"""What each picture shows, in one line: its title is its finding."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from app.explain.grids import SPACE, row_name
from app.explain.sentence import MATTERS
from app.explain.shortening import shortened
from app.texts import ASKED, Texts, percent

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.grids import Grid
    from app.explain.sentence import Finding
    from app.explain.views import ReadingView

LONGEST = 70
"""Characters of an edit that is quoted within a title."""
MOST_TIMES = 1000.0
"""Larger factors tell no more."""


def selection_title(found: Finding, say: Texts = ASKED) -> str:
    """Which edit fits the question best, or that none does."""
    if found.outcome == "empty":
        return say("title.selection.empty")
    if not found.read:
        return say("title.selection.none", weight=percent(found.zero_weight, say))
    best = found.read[0]
    if len(found.read) > 1:
        return say("title.selection.several", number=len(found.read), edit=_quoted(best.text))
    return say("title.selection.one", edit=_quoted(best.text), weight=percent(best.weight, say))


def reading_title(view: ReadingView, say: Texts = ASKED) -> str:
    """How much of the attention went to the edits, and to which of them most."""
    if not view.edits or not view.tokens:
        return say("title.reading.none")
    most = max(view.edits, key=lambda edit: edit.mass)
    total = percent(sum(edit.mass for edit in view.edits), say)
    if len(view.edits) > 1:
        return say("title.reading.several", mass=total, edit=_quoted(most.text))
    return say("title.reading.one", mass=total, edit=_quoted(most.text))


def grid_title(grid: Grid, say: Texts = ASKED) -> str:
    """Where the attention on one edit was largest."""
    row, column = np.unravel_index(int(grid.mass.argmax()), grid.mass.shape)
    mass = percent(float(grid.mass[row, column]), say)
    name = row_name(grid, int(row), say)
    if grid.by == "token":
        name = say("title.grid.space") if name == SPACE else say("list.quoted", text=name)
    return say("title.grid", row=name, mass=mass, edit=_quoted(grid.edits[int(column)]))


def changes_title(account: Account, say: Texts = ASKED) -> str:
    """What the answer owes to the edit that it owes most to."""
    named, change = account.finding.named, account.finding.change
    if named is None or change is None:
        return ""
    if change < MATTERS:
        return say("title.changes.idle")
    return say("title.changes", edit=_quoted(named.text), times=times_of(change, say))


def times_of(nats: float, say: Texts = ASKED) -> str:
    """A change in log-probability as a factor in words: “12 times”, “over 1,000 times”, “0.5 times”."""
    if nats >= log(MOST_TIMES):
        return say("times.most", times=f"{MOST_TIMES:,.0f}")
    if nats <= -log(MOST_TIMES):
        return say("times.least", times=f"{MOST_TIMES:,.0f}")
    return say("times", times=f"{exp(nats):.2g}" if exp(nats) < 99.5 else f"{exp(nats):.0f}")


def _quoted(text: str) -> str:
    return shortened(text, LONGEST)
