"""Groups of options as one parameter of a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from app.commands.grouping import ungrouped
from app.commands.output import explained_errors
from app.errors import InputError


@dataclass(frozen=True)
class Where:
    city: Annotated[str, typer.Option("--town", help="A town.")] = "Lyon"


@dataclass(frozen=True)
class WhereAndWhen(Where):
    year: int | None = None


def visit(who: Annotated[str, typer.Argument()], *, trip: WhereAndWhen, as_json: bool = False) -> None:
    """Go there."""
    if not who:
        raise InputError("Nobody goes.", "", "")
    typer.echo(f"{who} {trip.city} {trip.year} {as_json}")


def run(*arguments: str) -> str:
    cli = typer.Typer(add_completion=False)
    cli.command()(explained_errors(ungrouped(visit)))
    return CliRunner().invoke(cli, arguments).output


def test_the_fields_are_options_of_the_command() -> None:
    assert run("Ann") == "Ann Lyon None False\n"
    assert run("--town", "Nice", "Ann", "--year", "1900", "--as-json") == "Ann Nice 1900 True\n"
    assert "--trip" not in run("--help")
    assert "A town." in run("--help") and "Go there." in run("--help")


def test_its_errors_are_told_as_those_of_any_command() -> None:
    assert "Nobody goes." in run("")


def test_a_command_without_groups_is_itself() -> None:
    def plain(number: int = 1) -> int:
        return number

    assert ungrouped(plain) is plain
