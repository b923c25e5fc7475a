"""The commands of the command line: one module each, registered here by one line."""

from __future__ import annotations

import typer

from app.commands.ask import ask
from app.commands.compress import compress
from app.commands.doctor import doctor
from app.commands.evaluate import evaluate
from app.commands.explain import explain
from app.commands.output import explained_errors
from app.commands.train import train

cli = typer.Typer(
    help="Correct what a language model says, and see afterwards why it said so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
for command in (ask, compress, explain, evaluate, train, doctor):
    cli.command()(explained_errors(command))

__all__ = ["cli"]
