"""`edit`: the life of shared edits, from draft to retired."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import TypeAdapter
from rich.table import Table

from app.commands.grouping import ungrouped
from app.commands.options import AsJson, StoreUrl, chosen_settings, user_name
from app.commands.output import explained_errors, print_json, remarks, results, shown
from app.commands.term_options import TermOptions

if TYPE_CHECKING:
    from app.service import Workbench
    from app.service.reviewing import Reviews
    from app.store import StoredEdit

edit = typer.Typer(name="edit", help="The life of shared edits: submit, approve, change, retire.", no_args_is_help=True)

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Of edits, or how they begin.")]
Reason = Annotated[str, typer.Option(help="Why, in a sentence; it is kept.")]
Author = Annotated[str | None, typer.Option(help="Who does it.", show_default="the user of this system")]


@edit.callback()
def group() -> None:
    """The life of shared edits: submit, approve, change, retire."""


@edit.command()
@explained_errors
def submit(
    ids: Ids, reason: Reason = "", author: Author = None, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    """Hand drafts in for approval."""
    _move(ids, lambda reviews: reviews.submit, reason, author, store, as_json)


@edit.command()
@explained_errors
def approve(
    ids: Ids, reason: Reason = "", author: Author = None, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    """Bring into force what is in review."""
    _move(ids, lambda reviews: reviews.approve, reason, author, store, as_json)


@edit.command(name="send-back")
@explained_errors
def send_back(
    ids: Ids, reason: Reason = "", author: Author = None, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    """Make drafts again of what is in review; needs --reason."""
    _move(ids, lambda reviews: reviews.send_back, reason, author, store, as_json)


@edit.command()
@explained_errors
def retire(
    ids: Ids, reason: Reason = "", author: Author = None, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    """Take edits out of use; needs --reason."""
    _move(ids, lambda reviews: reviews.retire, reason, author, store, as_json)


@edit.command()
@explained_errors
def restore(
    ids: Ids, reason: Reason = "", author: Author = None, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    """Bring retired edits back into the state they had."""
    _move(ids, lambda reviews: reviews.restore, reason, author, store, as_json)


def change(
    edit_id: Annotated[str, typer.Argument(metavar="ID", help="Of an edit, or how it begins.")],
    terms: TermOptions,
    text: Annotated[str | None, typer.Option(help="What it says from now on.")] = None,
    note: Annotated[str | None, typer.Option(help="A remark kept beside it.")] = None,
    tags: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="In place of its tags.")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="As a draft: what is approved goes on acting until it is approved too.")
    ] = False,
    reason: Reason = "",
    author: Author = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Change an edit; what is not given stays. An empty date or text takes a term away."""
    workbench, token = _opened(store, author)
    found = workbench.reviews.named(token, edit_id)
    new_terms = terms.changed(found.terms, workbench.reviews.zone)
    done = workbench.reviews.change(
        token, found.seen, text=text, note=note, tags=tags, draft=draft, reason=reason,
        terms=None if new_terms == found.terms else new_terms,
    )  # fmt: skip
    _show((done,), as_json)
    _tell_held((found.state == "approved" and not draft,), (done,))


edit.command()(explained_errors(ungrouped(change)))


@edit.command()
@explained_errors
def history(
    edit_id: Annotated[str, typer.Argument(metavar="ID", help="Of an edit, or how it begins.")],
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Every version of an edit, the oldest first."""
    workbench, token = _opened(store, None)
    versions = workbench.reviews.history(token, workbench.reviews.named(token, edit_id).id)
    if as_json:
        print_json({"versions": [as_dict(version) for version in versions]})
        return
    table = Table("Version", "State", "Acts", "Edit", "When", "By", "Why")
    for one in versions:
        when, acts = f"{one.changed.astimezone():%Y-%m-%d %H:%M}", "" if one.acting is None else str(one.acting)
        table.add_row(
            str(one.version), one.state, acts, shown(one.text), when, shown(one.changed_by), shown(one.reason)
        )
    results().print(table)


def as_dict(edit: StoredEdit) -> dict[str, Any]:
    """An edit for machines."""
    found: dict[str, Any] = TypeAdapter(type(edit)).dump_python(edit, mode="json")
    return found


def _move(
    ids: list[str],
    way: Callable[[Reviews], Callable[..., tuple[StoredEdit, ...]]],
    reason: str,
    author: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    workbench, token = _opened(store, author)
    before = [workbench.reviews.named(token, one) for one in ids]
    done = way(workbench.reviews)(token, [one.seen for one in before], reason)
    _show(done, as_json)
    _tell_held(tuple(one.restores_to == "approved" for one in before), done)


def _opened(store: str | None, author: str | None) -> tuple[Workbench, str]:
    from app.service import Workbench

    workbench = Workbench(chosen_settings(store=store))
    token = workbench.open(None).token
    workbench.use_shared(token, user_name() if author is None else author)
    return workbench, token


def _tell_held(were_to_act: tuple[bool, ...], edits: tuple[StoredEdit, ...]) -> None:
    """Says which edits, among those that were to act, wait instead: they contradict what acts."""
    for acts, one in zip(were_to_act, edits, strict=True):
        if acts and one.state == "in-review":
            remarks().print(shown(f"{one.id[:8]} is in conflict with an edit that acts: it waits.", "yellow"))
            remarks().print("python -m app conflicts list shows both.")


def _show(edits: tuple[StoredEdit, ...], as_json: bool) -> None:
    if as_json:
        print_json({"edits": [as_dict(edit) for edit in edits]})
        return
    for one in edits:
        results().print(shown(f"{one.id[:8]}: {one.state}, version {one.version}: {one.text}"))
