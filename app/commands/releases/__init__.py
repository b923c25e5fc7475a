"""`release`: releases of the shared edits, made, tested, promoted, asked again, tried by some before all."""

from __future__ import annotations

import typer

from app.commands.consent import agreed
from app.commands.grouping import ungrouped
from app.commands.output import explained_errors
from app.commands.releases.answers import mark, replay
from app.commands.releases.making import diff, list_, make, show
from app.commands.releases.moving import gate, history, move, rollback
from app.commands.releases.pilot import pilot

release = typer.Typer(name="release", help="Releases of the shared edits.", no_args_is_help=True)
for command in (make, list_, show, diff, gate, move, rollback, history, replay, mark, pilot):
    release.command(command.__name__.rstrip("_"))(explained_errors(ungrouped(command), agreed))

__all__ = ["release"]
