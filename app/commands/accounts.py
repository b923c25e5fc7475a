"""`account`: who may sign in to the page, and what each may do."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import explained_errors, print_json, results, shown
from app.errors import PasswordError

if TYPE_CHECKING:
    from app.service.people import People
    from app.store.account_records import Account

account = typer.Typer(name="account", help="Who may sign in to the page.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="a–z, 0–9 and . _ @ + -")]
Role = Annotated[str, typer.Option("--role", help="viewer, editor, approver or administrator.")]
Confidential = Annotated[
    bool | None, typer.Option("--confidential/--no-confidential", help="May see confidential edits.")
]
PASSWORD = "INCOMES_PASSWORD"  # nosec B105  # the name of a variable
"""Environment variable with a password, where nobody sits at a terminal. An argument would be seen by others."""


@account.callback()
def accounts() -> None:
    """Who may sign in to the page."""


@account.command()
@explained_errors
def add(
    name: Name,
    role: Role = "viewer",
    confidential: Confidential = False,
    huggingface: Annotated[
        bool, typer.Option("--huggingface", help="The account of that name at Hugging Face; has no password here.")
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make an account. The password is asked for, or read from INCOMES_PASSWORD or from standard input."""
    people = _people(store)
    password = None if huggingface else _password(name)
    made = people.add(name, role, password=password, sees_confidential=bool(confidential), by=user_name())
    _tell(made, "was made", as_json)


@account.command(name="list")
@explained_errors
def list_(store: StoreUrl = None, as_json: AsJson = False) -> None:
    """List all accounts."""
    found = _people(store).accounts()
    if as_json:
        print_json({"accounts": [_as_dict(one) for one in found]})
        return
    table = Table("Name", "Signs in with", "Role", "Confidential", "Made", "State")
    for one in found:
        made = f"{one.created.astimezone():%Y-%m-%d}"
        sees = "yes" if one.sees_confidential else "own"
        table.add_row(one.name, one.provider, one.role, sees, made, _state(one))
    results().print(table)


@account.command()
@explained_errors
def role(
    name: Name,
    new: Annotated[str | None, typer.Argument(metavar="ROLE", help="viewer, editor, approver, administrator")] = None,
    confidential: Confidential = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Give another role, or another right to confidential edits; holds at once."""
    changed = _people(store).give_role(name, new, sees_confidential=confidential, by=user_name())
    _tell(changed, f"is {changed.role}", as_json)


@account.command()
@explained_errors
def disable(
    name: Name,
    again: Annotated[bool, typer.Option("--enable", help="Let it be used again.")] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Take an account out of use, or with --enable back; its browsers are signed out, its tokens refused."""
    people = _people(store)
    changed = people.enable(name, by=user_name()) if again else people.disable(name, by=user_name())
    _tell(changed, "can be used" if again else "is disabled", as_json)


@account.command()
@explained_errors
def password(name: Name, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Set another password; asked for as `add` does. The account's browsers are signed out."""
    people = _people(store)
    people.set_password(name, _password(name), by=user_name())
    if as_json:
        print_json({"name": name.strip().lower(), "changed": ["password"]})
    else:
        results().print(shown(f"{name} has another password."))


@account.command()
@explained_errors
def unlock(name: Name, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Forget the wrong passwords that were tried."""
    _tell(_people(store).unlock(name, by=user_name()), "is unlocked", as_json)


@account.command(name="sign-out")
@explained_errors
def sign_out(name: Name, store: StoreUrl = None, as_json: AsJson = False) -> None:
    """Sign out every browser of an account."""
    ended = _people(store).sign_out_all(name, by=user_name())
    if as_json:
        print_json({"name": name, "signed_out": ended})
    else:
        results().print(shown(f"{name}: {ended} browsers signed out."))


@account.command()
@explained_errors
def roles() -> None:
    """Print who may do what, as Markdown: assets/docs/access.md."""
    from app.service.access_page import page

    typer.echo(page(), nl=False)


def _people(store: str | None) -> People:
    from app.service import Workbench

    return Workbench(chosen_settings(store=store)).people


def _password(name: str) -> str:
    """A password that nobody sees: from the environment, a terminal, or the first line of standard input.

    Raises:
        PasswordError: none was given.
    """
    found: str | None = os.environ.get(PASSWORD)
    if found is None and sys.stdin.isatty():
        found = typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True, err=True)
    elif found is None:
        found = sys.stdin.readline().rstrip("\r\n")
    if not found:
        raise PasswordError("No password was given.", "", f"Type it, set {PASSWORD}, or write it to standard input.")
    return found


def _state(account: Account) -> str:
    if account.disabled is not None:
        return "disabled"
    return "" if account.locked_until is None else f"locked until {account.locked_until.astimezone():%H:%M:%S}"


def _as_dict(account: Account) -> dict[str, Any]:
    moments = ("created", "disabled", "locked_until")
    found = vars(account) | {name: getattr(account, name) for name in moments}
    return {
        name: value.isoformat() if name in moments and value is not None else value for name, value in found.items()
    }


def _tell(account: Account, what: str, as_json: bool) -> None:
    if as_json:
        print_json(_as_dict(account))
    else:
        results().print(shown(f"{account.name} {what}."))
