"""`curve`: the learning curve of a training run as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import require_writable_place
from app.commands.output import results, shown


def curve(
    logs: Annotated[list[Path], typer.Argument(metavar="LOG…", help="log.jsonl of a run, or of runs that follow.")],
    picture: Annotated[Path, typer.Option(help="Ends in .html, .svg, .png or .pdf.")],
) -> None:
    """Draw what a training run learnt over the questions it saw."""
    from app.explain.picture_file import save_picture
    from app.training.curve import draw, read_logs

    require_writable_place(picture)
    log = read_logs(logs)
    save_picture(draw(log), picture)
    pairs, hours = int(log["pairs"].iloc[-1]), float(log["hours"].iloc[-1])
    results().print(shown(f"{picture}: {pairs:,} pairs in {hours:.1f} hours."))
