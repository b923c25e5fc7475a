"""`list`: the edits of the shared store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.edit import as_dict
from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import print_json, results, shown
from app.data.moments import moment_of
from app.errors import InputError

if TYPE_CHECKING:
    from app.service import Workbench
    from app.store import Page, Search, StoredEdit

INSTANT = timedelta(microseconds=1)
"""The last moment of a day is one before the next."""


def list_(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD…", help="Each occurs in the text or the note.")
    ] = None,
    tag: Annotated[str | None, typer.Option(help="Only edits with this tag.")] = None,
    language: Annotated[str | None, typer.Option(help="Only edits in this language: en, ja, …")] = None,
    states: Annotated[
        list[str] | None,
        typer.Option("--state", help="draft, in-review, approved, retired; may be repeated.", show_default="in use"),
    ] = None,
    sort: Annotated[str, typer.Option(help="newest, oldest, changed or text.")] = "newest",
    due: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only what expires or is to be reviewed until then.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="VALID[@KNOWN]", help="What acted at a moment, by what was known at another."),
    ] = None,
    limit: Annotated[int, typer.Option(help="Edits shown; 0 for all.", min=0)] = 50,
    offset: Annotated[int, typer.Option(help="Edits passed over.", min=0)] = 0,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List edits of the shared store, or search in them."""
    from app.service import Workbench
    from app.store import IN_USE, SORTS, STATES, Search

    if due is not None and as_of is not None:
        raise InputError("--due and --as-of were given together.", "One of them.", "Leave one out.")
    search = Search(
        words=" ".join(words or ()),
        tag=tag,
        language=language,
        states=tuple(_one_of(STATES, state, "state") for state in states) if states else IN_USE,
        sort=_one_of(SORTS, sort, "sort"),
        offset=offset,
        limit=limit or None,
    )
    workbench = Workbench(chosen_settings(store=store))
    token = workbench.open(None).token
    workbench.use_shared(token, user_name())
    if due is not None:
        page = _part(_due(workbench, token, due), search)
    elif as_of is not None:
        page = _part(_acted(workbench, token, as_of), search)
    else:
        page = workbench.reviews.find(token, search)
    if as_json:
        found = [as_dict(edit) for edit in page.edits]
        name = workbench.stored.name
        print_json({"total": page.total, "offset": page.offset, "edits": found, "store": name})
    else:
        _show(page)


def _due(workbench: Workbench, token: str, by: str) -> tuple[StoredEdit, ...]:
    """What expires or is to be reviewed until the end of a day, each edit once."""
    due = workbench.reviews.due(token, moment_of(by, workbench.reviews.zone, end=True))
    return tuple({edit.id: edit for edit in (*due.expiring, *due.review)}.values())


def _acted(workbench: Workbench, token: str, as_of: str) -> tuple[StoredEdit, ...]:
    """What acted at a moment, by what was known at another one. A date alone is its end."""
    valid, at, known = as_of.partition("@")
    zone = workbench.reviews.zone
    known_at = moment_of(known, zone, end=True) if at else None
    return workbench.reviews.as_of(token, moment_of(valid, zone, end=True) - INSTANT, known_at)


def _part(found: Sequence[StoredEdit], search: Search) -> Page:
    """The part of a list that was asked for; what else one can search for does not go with --due and --as-of."""
    from app.store import IN_USE, Page, Search

    if replace(search, offset=0, limit=None) != Search(states=IN_USE, limit=None):
        raise InputError(
            "--due and --as-of were given with words or filters.", "They list all that there is.", "Leave those out."
        )
    end = None if search.limit is None else search.offset + search.limit
    return Page(tuple(found[search.offset : end]), len(found), search.offset)


def _one_of(known: tuple[Any, ...], given: str, option: str) -> Any:
    if given not in known:
        raise InputError(f"{given!r} is no {option}.", f"Known: {', '.join(known)}.", f"Correct --{option}.")
    return given


def _show(page: Page) -> None:
    table = Table("Id", "Edit", "State", "Tags", "Changed", "By")
    for edit in page.edits:
        when = f"{edit.changed.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(
            edit.id[:8], shown(edit.text), edit.state, shown(", ".join(edit.tags)), when, shown(edit.changed_by)
        )
    console = results()
    console.print(table)
    first = page.offset + 1 if page.edits else page.offset
    console.print(f"{first:,} to {page.offset + len(page.edits):,} of {page.total:,}")
