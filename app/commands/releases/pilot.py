"""`release pilot`: who tries the candidate, what it came to, and the page for a request for approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, chosen_settings, require_writable_place
from app.commands.output import print_json, results, shown, write_whole
from app.commands.releases.opened import open_store_of, plain
from app.store.release_records import CANDIDATE

if TYPE_CHECKING:
    from app.store import PilotView

Names = list[str] | None


def pilot(
    join: Annotated[Names, typer.Option(metavar="NAME", help="Is served the alias from now on; repeatable.")] = None,
    leave: Annotated[Names, typer.Option(metavar="NAME", help="Is served as everyone else; repeatable.")] = None,
    alias: Annotated[str, typer.Option(help="What those who join are served.")] = CANDIDATE,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the page for approval here.")] = None,
    language: Annotated[str, typer.Option(help="Of the page: en or ja.")] = "en",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show the pilot: its members, and per alias the questions, marks, seconds and tokens; change who is in it."""
    require_writable_place(page)
    opened = open_store_of(chosen_settings(store=store))
    releases, token = opened.workbench.releases, opened.token
    for name in join or ():
        releases.join(token, name, alias)
    for name in leave or ():
        releases.leave(token, name)
    if page is not None:
        write_whole(page, releases.page(token, language).encode("utf-8"))
    view = releases.pilot(token)
    if as_json:
        usage = [plain(one) for one in view.usage]
        print_json({"members": [plain(one) for one in view.members], "usage": usage, "page": page and str(page)})
    else:
        _show(view)


def _show(view: PilotView) -> None:
    console = results()
    for member in view.members:
        console.print(shown(f"{member.name} is served {member.alias}."))
    names = ("Alias", "Questions", "People", "From an edit", "Right", "Wrong", "Unwanted", "Seconds", "Tokens")
    table = Table(*names)
    for one in view.usage:
        counts = (one.questions, one.people, one.changed, one.right, one.wrong, one.unwanted)
        table.add_row(shown(one.alias), *(f"{count:,}" for count in counts), f"{one.seconds:.1f}", f"{one.tokens:,}")
    console.print(table)
