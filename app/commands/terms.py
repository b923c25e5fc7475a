"""`terms`: the terms of use of a packaged backbone, shown and accepted."""

from __future__ import annotations

from typing import Annotated

import typer

from app.commands.options import AsJson
from app.commands.output import print_json, results, shown
from app.config import settings


def terms(
    backbone: Annotated[str, typer.Argument(metavar="NAME", help="A registered name, such as gemma-3-270m.")],
    accept: Annotated[bool, typer.Option("--accept", help="Accept them; the model may be fetched then.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the terms of use of a backbone that is fetched when it is chosen, or accept them."""
    from app.model.sources import terms_of
    from app.model.terms import are_accepted, note_accepted

    chosen, found = settings(), terms_of(backbone)
    if found is not None and accept:
        note_accepted(backbone, found, chosen)
    accepted = found is None or are_accepted(backbone, found, chosen)
    if as_json:
        facts = {} if found is None else {"title": found.title, "url": found.url, "text": found.text}
        print_json({"backbone": backbone, "needs_consent": found is not None, "accepted": accepted, **facts})
    elif found is None:
        results().print(shown(f"{backbone} needs no consent."))
    else:
        results().print(shown(found.text))
        results().print(shown(f"{found.title}: {'accepted' if accepted else 'not accepted yet'}.", "bold"))
