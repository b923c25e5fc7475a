"""`propose`: edits that a new document asks for, for somebody to look through and give to `add`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import AsJson, require_writable_place
from app.commands.output import print_json, results, shown


def propose(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The old document; with one file alone, the new one.")],
    new: Annotated[Path | None, typer.Argument(metavar="NEW", help="The new document.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Write them as .csv or .jsonl, for `add --edits FILE`."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Propose edits: what a new FAQ, specification or regulation says otherwise than the old one.

    Reads .md, .txt, .docx and PDFs with text. Of one document alone everything is proposed. Nothing is added.
    """
    from app.data.writing import WRITERS
    from app.errors import InputError
    from app.service import Workbench

    require_writable_place(output)
    if output is not None and output.suffix not in WRITERS:
        raise InputError(f"{output.name} is of a kind that is not written.", f"These are: {', '.join(WRITERS)}.", "")
    found = Workbench().documents.compare(None if new is None else old, old if new is None else new)
    edits = [one.edit for one in found if one.edit is not None and one.ticked]
    if output is not None:
        output.write_text(WRITERS[output.suffix](edits), encoding="utf-8")
    if as_json:
        print_json(
            {
                "proposals": [
                    {
                        "kind": one.kind,
                        "text": "" if one.edit is None else one.edit.text,
                        "old": one.old,
                        "source": one.source,
                        "warnings": list(one.warnings),
                    }
                    for one in found
                ]
            }
        )
        return
    for one in found:
        results().print(shown(f"{one.kind}: {one.old if one.edit is None else one.edit.text}"))
        if one.kind == "changed":
            results().print(shown(f"  was: {one.old}"))
        results().print(shown(f"  {one.source}{''.join(f' · {name}' for name in one.warnings)}", "dim"))
    results().print(shown(f"Proposed: {len(edits):,}. Nothing was added."))
