"""The pilot as one HTML page that needs nothing else, to be attached to a request for approval."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.store import CANDIDATE, PRODUCTION, PilotView, Release
from app.texts import alias_words, in_language, memory_words, percent

TEMPLATES = Path(__file__).with_name("templates")


def pilot_page(view: PilotView, language: str, *, made: datetime) -> str:
    """What each alias answered and what people said of it, the test of the candidate, and what it is made of.

    Args:
        language: `en` or `ja`.
        made: now.

    Raises:
        InputError: another language.
    """
    say = in_language(language)
    candidate, production = (_standing(view, alias) for alias in (CANDIDATE, PRODUCTION))
    return (
        _environment()
        .get_template("pilot.html.jinja")
        .render(
            say=say,
            alias_words=alias_words,
            memory_words=memory_words,
            share=lambda part, whole: percent(part / whole, say) if whole else say("pilot.nothing"),
            made=made,
            view=view,
            candidate=candidate,
            production=production,
            run=None if candidate is None else view.runs.get(candidate.id),
            standing={alias: _standing(view, alias) for alias in view.aliases},
        )
    )


def _standing(view: PilotView, alias: str) -> Release | None:
    move = view.aliases.get(alias)
    return None if move is None else view.releases[move.release]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
