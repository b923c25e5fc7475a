"""The commands of the command line: one module each, registered here by one line."""

from __future__ import annotations

import typer

from app.commands.accounts import account
from app.commands.add import add
from app.commands.ask import ask
from app.commands.auditing import audit
from app.commands.bench import bench
from app.commands.calibrate import calibrate
from app.commands.card import card
from app.commands.centre import centre
from app.commands.check_evidence import check_evidence
from app.commands.compare import compare
from app.commands.compress import compress
from app.commands.conflicts import conflicts
from app.commands.consent import agreed
from app.commands.curve import curve
from app.commands.database import db
from app.commands.doctor import doctor
from app.commands.edit import edit
from app.commands.evaluate import evaluate
from app.commands.explain import explain
from app.commands.exporting import export
from app.commands.grouping import ungrouped
from app.commands.importing import import_
from app.commands.listing import list_
from app.commands.output import explained_errors
from app.commands.policies import policies
from app.commands.propose import propose
from app.commands.releases import release
from app.commands.rules import rule
from app.commands.scale import scale
from app.commands.sentences import sentences
from app.commands.terms import terms
from app.commands.tokens import token
from app.commands.train import train
from app.commands.tune import tune

cli = typer.Typer(
    help="Correct what a language model says, and see afterwards why it said so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
for command in (
    add,
    propose,
    list_,
    compress,
    ask,
    explain,
    evaluate,
    compare,
    calibrate,
    centre,
    sentences,
    tune,
    check_evidence,
    bench,
    scale,
    train,
    curve,
    card,
    export,
    import_,
    terms,
    doctor,
):
    cli.command(command.__name__.rstrip("_").replace("_", "-"))(explained_errors(ungrouped(command), agreed))
cli.add_typer(db)
cli.add_typer(edit)
cli.add_typer(account)
cli.add_typer(token)
cli.add_typer(conflicts)
cli.add_typer(audit)
cli.add_typer(rule)
cli.add_typer(release)
cli.add_typer(policies)

__all__ = ["agreed", "cli"]
