"""The learning curve: a run's log as a table, and the table as a picture."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from app.errors import TrainingError

WIDTH, HEIGHT = 920, 520
"""Of the picture, in pixels."""


@dataclass(frozen=True)
class Series:
    """One line of the picture."""

    figure: str
    """As the log names it."""
    title: str
    colour: str
    dash: str = "solid"


LOSSES = (
    Series("compressed", "answers, read from the gists", "#0072B2"),
    Series("fewer_slots", "answers, read from fewer gists", "#56B4E9", "dot"),
    Series("verbatim", "answers, read verbatim", "#999999"),
    Series("reconstruction", "edits, repeated from the gists", "#E69F00", "dash"),
    Series("selection", "selection", "#009E73"),
    Series("from_pool", "answers, read from the whole pool", "#0072B2"),
    Series("in_prompt", "answers, read from the prompt", "#0072B2"),
    Series("uncovered", "the backbone's own answers, kept", "#D55E00", "dash"),
)
SHARES = (
    Series("efficacy", "whole answer right (teacher-forced)", "#0072B2"),
    Series("right_edit", "right edit first", "#009E73"),
    Series("zero_right", "zero gist first where no edit applies", "#D55E00", "dash"),
    Series("unchanged", "whole own answer kept where no edit applies", "#D55E00", "dash"),
    Series("own_mass", "attention on the right edit", "#009E73"),
    Series("zero_mass_uncovered", "attention on the zero gist where no edit applies", "#E69F00", "dash"),
    Series("zero_mass_covered", "attention on the zero gist where one applies", "#E69F00", "dot"),
)


def read_logs(files: Sequence[Path]) -> pd.DataFrame:
    """The logs of one run or of several that went on from each other, pairs and hours counted through.

    Raises:
        TrainingError: a file that is missing, empty or not a log.
    """
    frames = [_read(file) for file in files]
    for before, after in pairwise(frames):
        for column in ("pairs", "hours"):
            after[column] += before[column].iloc[-1]
    return pd.concat(frames, ignore_index=True)


def draw(log: pd.DataFrame, *, smoothed_over: int = 3) -> go.Figure:
    """Losses on the left, shares on the right, over the questions seen with their edit.

    Args:
        log: of `read_logs`.
        smoothed_over: log lines that each point averages, so that the trend can be seen.
    """
    figure = make_subplots(cols=2, subplot_titles=("Loss, nats a token (selection: a question)", "Share, in %"))
    panels = ((1, LOSSES, 1.0), (2, SHARES, 100.0))
    for column, series, factor in panels:
        for line in series:
            if line.figure in log:
                values = log[line.figure].rolling(smoothed_over, min_periods=1).mean() * factor
                style = {"color": line.colour, "dash": line.dash}
                trace = go.Scatter(x=log["pairs"], y=values, name=line.title, line=style, legend=_legend(column))
                figure.add_trace(trace, row=1, col=column)
    figure.update_xaxes(title="questions seen with their edit")
    figure.update_yaxes(type="log", row=1, col=1)
    below = {"orientation": "v", "y": -0.24, "yanchor": "top", "xanchor": "left"}
    figure.update_layout(
        template="plotly_white",
        width=WIDTH,
        height=HEIGHT,
        margin={"l": 40, "r": 20, "t": 40, "b": 180},
        legend={**below, "x": 0.0},
        legend2={**below, "x": 0.55},
    )
    return figure


def _read(file: Path) -> pd.DataFrame:
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        frame = pd.DataFrame(rows)
        complete = {"pairs", "hours", "loss"} <= set(frame)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{file} is not a run's log ({error}).", "", "Give the log.jsonl of a run.") from error
    if not complete:
        raise TrainingError(f"{file} is not a run's log: it has no losses.", "", "Give the log.jsonl of a run.")
    return frame


def _legend(column: int) -> str:
    return "legend" if column == 1 else "legend2"
