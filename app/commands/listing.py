"""`list`: the edits of the shared store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import TypeAdapter
from rich.table import Table

from app.commands.options import AsJson, StoreUrl, chosen_settings
from app.commands.output import print_json, results, shown
from app.errors import InputError

if TYPE_CHECKING:
    from app.store import Page, StoredEdit


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
    limit: Annotated[int, typer.Option(help="Edits shown; 0 for all.", min=0)] = 50,
    offset: Annotated[int, typer.Option(help="Edits passed over.", min=0)] = 0,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """List edits of the shared store, or search in them."""
    from app.service import Workbench
    from app.store import IN_USE, SORTS, STATES, Search

    search = Search(
        words=" ".join(words or ()),
        tag=tag,
        language=language,
        states=tuple(_one_of(STATES, state, "state") for state in states) if states else IN_USE,
        sort=_one_of(SORTS, sort, "sort"),
        offset=offset,
        limit=limit or None,
    )
    opened = Workbench(chosen_settings(store=store)).shared(create=False).store
    page = opened.edits.find(search)
    if as_json:
        found = [_as_dict(edit) for edit in page.edits]
        print_json({"total": page.total, "offset": page.offset, "edits": found, "store": opened.name})
    else:
        _show(page)


def _one_of(known: tuple[Any, ...], given: str, option: str) -> Any:
    if given not in known:
        raise InputError(f"{given!r} is no {option}.", f"Known: {', '.join(known)}.", f"Correct --{option}.")
    return given


def _as_dict(edit: StoredEdit) -> dict[str, Any]:
    found: dict[str, Any] = TypeAdapter(type(edit)).dump_python(edit, mode="json")
    return found


def _show(page: Page) -> None:
    table = Table("Edit", "State", "Tags", "Changed", "By")
    for edit in page.edits:
        when = f"{edit.changed.astimezone():%Y-%m-%d %H:%M}"
        table.add_row(shown(edit.text), edit.state, shown(", ".join(edit.tags)), when, shown(edit.changed_by))
    console = results()
    console.print(table)
    first = page.offset + 1 if page.edits else page.offset
    console.print(f"{first:,} to {page.offset + len(page.edits):,} of {page.total:,}")
