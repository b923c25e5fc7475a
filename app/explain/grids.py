"""Attention on each edit read, by answer token, by layer or by head: compute, then draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import plotly.graph_objects as go

from app.explain.figure_style import BLUE_SCALE, CELL_INK, broken, escaped, finished
from app.explain.shortening import shortened
from app.texts import ASKED, Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.model.evidence import Answer

By = Literal["token", "layer", "head"]
BYS: tuple[By, ...] = get_args(By)
"""What the rows of a grid can be."""

ROW_HEIGHT = 30
BELOW = 34
"""Pixels: of a row, and under all rows for the numbers of the edits."""
SPACE = "␣"
"""A piece of the answer that is nothing else."""
LONGEST_TOKEN = 18
"""Letters of a token that are shown."""


@dataclass(frozen=True)
class Grid:
    """The share of attention on each edit; rows and columns in the order of the answer and of its edits."""

    by: By
    rows: tuple[str, ...]
    """Tokens, or numbers of layers or heads."""
    edit_ids: tuple[str, ...]
    edits: tuple[str, ...]
    mass: NDArray[np.float32]
    """[rows, edits]: summed over an edit's slots, mean over whatever are not rows; 0 to 1."""


def grid_of(answer: Answer, by: By) -> Grid | None:
    """The grid of one answer; None where no edit was read."""
    reading = answer.evidence.reading
    if reading is None:
        return None
    mass = np.asarray(reading.mass)  # [tokens, layers, heads, slots]
    ids = tuple(dict.fromkeys(reading.slot_edit_ids))
    slots = [[place for place, owner in enumerate(reading.slot_edit_ids) if owner == one] for one in ids]
    by_edit = np.stack([mass[..., place].sum(-1) for place in slots], axis=-1)  # [tokens, layers, heads, edits]
    kept = BYS.index(by)
    others = tuple(axis for axis in range(3) if axis != kept)
    names = (tuple(answer.tokens), tuple(map(str, reading.layers)), tuple(map(str, range(mass.shape[2]))))
    texts = answer.evidence.selection.texts_of(ids)
    return Grid(by, names[kept], ids, tuple(texts[one] for one in ids), by_edit.mean(axis=others))


def draw_grid(grid: Grid, say: Texts = ASKED) -> go.Figure:
    """A heatmap of one hue with the number in every cell; the edits stand as numbers under it."""
    rows, columns = len(grid.rows), len(grid.edits)
    names = [escaped(row_name(grid, place, say)) for place in range(rows)]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(columns)),
            y=list(range(rows)),
            z=grid.mass,
            zmin=0,
            zmax=max(float(grid.mass.max(initial=0)), 1e-6),
            colorscale=BLUE_SCALE,
            showscale=False,
            texttemplate="%{z:.1%}",
            textfont={"size": 12, "color": CELL_INK},
            xgap=2,
            ygap=2,
            hoverinfo="text",
            hovertext=[
                [say("grid.hover.cell", row=names[row], mass=f"{grid.mass[row, column]:.2%}", edit=broken(edit))
                 for column, edit in enumerate(grid.edits)]
                for row in range(rows)
            ],
            customdata=[list(grid.edit_ids)] * rows,
        )
    )  # fmt: skip
    still = {"ticklen": 0, "fixedrange": True, "showgrid": False, "zeroline": False, "showline": False}
    figure.update_layout(
        yaxis={
            "range": [rows - 0.5, -0.5], "tickvals": list(range(rows)), "ticktext": names, "automargin": True, **still
        },
        xaxis={
            "range": [-0.5, columns - 0.5],
            "tickvals": list(range(columns)),
            "ticktext": [say("grid.edit", number=place + 1) for place in range(columns)],
            **still,
        },
    )  # fmt: skip
    return finished(figure, ROW_HEIGHT * max(rows, 1) + BELOW, BELOW)


def row_name(grid: Grid, place: int, say: Texts) -> str:
    """What a row is called, as plain text."""
    name = grid.rows[place]
    if grid.by == "token":
        return shortened(name.replace("\n", "⏎").strip() or SPACE, LONGEST_TOKEN)
    return say(f"why.{grid.by}.one", number=name)
