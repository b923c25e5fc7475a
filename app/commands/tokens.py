"""`token`: API tokens, with which programs act for accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import explained_errors, print_json, remarks, results, shown

if TYPE_CHECKING:
    from app.service.people import People
    from app.store.account_records import ApiToken

token = typer.Typer(name="token", help="API tokens, with which programs act for accounts.", no_args_is_help=True)


@token.callback()
def tokens() -> None:
    """API tokens, with which programs act for accounts."""


@token.command()
@explained_errors
def add(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="For whom the program acts.")],
    scopes: Annotated[
        list[str],
        typer.Option("--scope", help="read, ask, edit, review, release or administer; may be repeated."),
    ],
    name: Annotated[str, typer.Option(help="What the token is for.")] = "",
    days: Annotated[int, typer.Option(help="It is good for.", min=1)] = 90,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Make a token. It is printed this once; a command uses it as INCOMES_TOKEN."""
    made, secret = _people(store).make_token(account, name, scopes, days=days, by=user_name())
    if as_json:
        print_json(_as_dict(made) | {"token": secret})
        return
    typer.echo(secret)
    remarks().print(shown(f"{made.id}: for {made.account}, until {made.expires:%Y-%m-%d}. It is not shown again."))


@token.command(name="list")
@explained_errors
def list_(
    account: Annotated[str | None, typer.Argument(metavar="ACCOUNT", show_default="all")] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List tokens, the newest first; none of them is shown."""
    found = _people(store).tokens(account)
    if as_json:
        print_json({"tokens": [_as_dict(one) for one in found]})
        return
    table = Table("Id", "Account", "For", "Scopes", "Until", "Used", "State")
    for one in found:
        used = "never" if one.used is None else f"{one.used.astimezone():%Y-%m-%d %H:%M}"
        state = "revoked" if one.revoked is not None else ""
        table.add_row(
            one.id, one.account, shown(one.name), ", ".join(one.scopes), f"{one.expires:%Y-%m-%d}", used, state
        )
    results().print(table)


@token.command()
@explained_errors
def revoke(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `token list` shows it.")],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Take a token out of use, at once and for ever."""
    gone = _people(store).revoke_token(token_id, by=user_name())
    if as_json:
        print_json(_as_dict(gone))
    else:
        results().print(shown(f"{gone.id} is revoked."))


def _people(store: str | None) -> People:
    from app.service import Workbench

    return Workbench(chosen_settings(store=store)).people


def _as_dict(token: ApiToken) -> dict[str, Any]:
    moments = ("created", "expires", "used", "revoked")
    found = vars(token) | {"scopes": list(token.scopes)}
    return {
        name: value.isoformat() if name in moments and value is not None else value for name, value in found.items()
    }
