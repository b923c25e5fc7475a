"""`add`: edits into the shared store."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from app.commands.editing import Fault, none_usable, read_uploads, told_faults
from app.commands.options import AsJson, Files, StoreUrl, Texts, chosen_settings, user_name
from app.commands.output import print_json, remarks, results, shown
from app.commands.term_options import TermOptions
from app.errors import InputError


def add(
    terms: TermOptions,
    texts: Annotated[list[str] | None, typer.Argument(metavar="TEXT…", help="Edits, one each.")] = None,
    edits: Files = None,
    edit: Texts = None,
    note: Annotated[str, typer.Option(help="A remark kept beside them.")] = "",
    tags: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="May be repeated.")] = None,
    author: Annotated[str | None, typer.Option(help="Who adds them.", show_default="the user of this system")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep them as drafts, which no answer uses.")] = False,
    keep_good: Annotated[
        bool, typer.Option("--keep-good", help="Rows that cannot be used are no failure: end with 0.")
    ] = False,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    """Add edits to the shared store. Good rows are added also where others cannot be; then the command ends with 1."""
    typed = [*(texts or ()), *(edit or ())]
    if not typed and not edits:
        raise InputError("No edits were given.", "", "Give a text, or --edits FILE.")
    from app.service import Workbench

    workbench = Workbench(chosen_settings(store=store))
    uploads = read_uploads(workbench, typed, edits, called="TEXT")
    faults: list[Fault] = []
    for source, upload in uploads:
        faults += told_faults(source, upload.faults, upload.unlisted)
    zone = workbench.reviews.zone
    good = [replace(one, terms=terms.changed(one.terms, zone)) for _, upload in uploads for one in upload.edits]
    if not good:
        raise none_usable()
    added = workbench.stored.add(
        good,
        author=user_name() if author is None else author,
        note=note,
        tags=tags or (),
        state="draft" if draft else "approved",
    )
    if as_json:
        print_json(
            {
                "added": [{"id": one.id, "text": one.text, "state": one.state} for one in added.new],
                "repeated": [{"id": one.id, "text": one.text, "state": one.state} for one in added.repeated],
                "faults": [asdict(fault) for fault in faults],
                "store": workbench.stored.name,
            }
        )
    else:
        results().print(
            shown(f"Added: {len(added.new):,}. There already: {len(added.repeated):,}. {workbench.stored.name}")
        )
    waiting = [] if draft else [one for one in added.new if one.state == "in-review"]
    if waiting:
        remarks().print(
            shown(f"In conflict with edits that act, and waiting for approval: {len(waiting):,}.", "yellow")
        )
        remarks().print("python -m app conflicts list shows them.")
    if faults and not keep_good:
        remarks().print(shown("The other rows were added; --keep-good takes that for success.", "yellow"))
        raise typer.Exit(1)
