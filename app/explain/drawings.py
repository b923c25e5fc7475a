"""The two pictures of the report: bars and strips of cells, measured here and written as SVG by the template.

Every shape differs by more than its colour (filled or outlined, with its number beside it), so that a black-and-white
print says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.explain.views import ReadingView, SelectionRow, SelectionView

BAR_WIDTH = 100.0
SHORTEST_BAR = 3.0
"""Length of the furthest edit's bar: only differences between logits mean something."""
MOST_CELLS = 12
"""With more slots than this in a row the cells carry no numbers; the most attended are named instead."""
MOST_NAMED = 3
LEAST_NAMED = 0.01
"""Attention from which on a slot is named."""
CELL_WIDTH, NARROW_CELL = 46.0, 9.0
STRONGEST = 0.75
"""Opacity of the cell with the most attention: its number stays readable."""


SHADES = 8
"""Of the cells of a grid, besides none; report.css has them."""


@dataclass(frozen=True)
class Bar:
    """One row of the selection; lengths from 0 to `BAR_WIDTH`."""

    row: SelectionRow
    length: float
    zero: float
    """Where the zero gist's line stands."""


@dataclass(frozen=True)
class Cell:
    """One slot at one answer token."""

    x: float
    width: float
    mass: float
    opacity: float


@dataclass(frozen=True)
class Strip:
    """One edit's slots at one answer token."""

    mass: float
    cells: tuple[Cell, ...]
    numbered: bool
    most: tuple[tuple[str, float], ...]
    """The slots with the most attention, by label, where the cells are not numbered."""

    @property
    def width(self) -> float:
        return sum(cell.width for cell in self.cells)


@dataclass(frozen=True)
class TokenRow:
    """What one answer token attended to."""

    token: str
    itself: float
    """On the question and the answer so far."""
    strips: tuple[Strip, ...]


def bars(view: SelectionView) -> tuple[Bar, ...]:
    """Bars from the furthest edit's logit on."""
    logits = [row.logit for row in view.rows]
    floor, span = min(logits), (max(logits) - min(logits)) or 1.0

    def length(logit: float) -> float:
        return SHORTEST_BAR + (BAR_WIDTH - SHORTEST_BAR) * (logit - floor) / span

    return tuple(Bar(row, length(row.logit), length(view.zero.logit)) for row in view.rows)


def token_rows(view: ReadingView) -> tuple[TokenRow, ...]:
    """One row an answer token; cells are as dark as their share of the largest mass of all."""
    largest = max(float(view.mass.max(initial=0)), 1e-9)
    rows = []
    for place, token in enumerate(view.tokens):
        strips = []
        for edit in view.edits:
            masses = [float(mass) for mass in view.mass[place, edit.start : edit.stop]]
            labels = view.slot_labels[edit.start : edit.stop]
            strips.append(_strip(masses, labels, largest, numbered=len(view.slot_labels) <= MOST_CELLS))
        rows.append(TokenRow(visible(token), float(view.self_mass[place]), tuple(strips)))
    return tuple(rows)


def shade(mass: float, largest: float) -> int:
    """How dark the cell of a grid is, from 0 to `SHADES`: its share of the largest mass of the grid."""
    return round(SHADES * float(mass) / max(float(largest), 1e-9))


def visible(token: str) -> str:
    """A token with its line ends and the spaces at its ends made visible."""
    inner = token.strip(" ")
    before, after = token[: len(token) - len(token.lstrip(" "))], token[len(token.rstrip(" ")) :] if inner else ""
    return "␣" * len(before) + inner.replace("\n", "⏎") + "␣" * len(after) or "–"


def _strip(masses: list[float], labels: tuple[str, ...], largest: float, *, numbered: bool) -> Strip:
    width = CELL_WIDTH if numbered else NARROW_CELL
    cells = tuple(
        Cell(place * width, width, mass, round(STRONGEST * mass / largest, 3)) for place, mass in enumerate(masses)
    )
    order = sorted(range(len(masses)), key=lambda place: -masses[place])[:MOST_NAMED]
    most = tuple((visible(labels[place]), masses[place]) for place in order if masses[place] >= LEAST_NAMED)
    return Strip(sum(masses), cells, numbered, () if numbered else most)
