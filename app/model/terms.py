"""Terms of use that packaged models come under: read before anything is fetched, accepted once.

The texts ship with the workbench. That they were accepted is noted in the cache, with the text's checksum: other
terms are asked for again.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

from app.config import ASSETS, Settings
from app.errors import TermsNotAcceptedError

TEXTS = ASSETS / "terms"
NOTICE = "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms"
"""The words that Gemma's terms, section 3.1, want beside every copy."""


@dataclass(frozen=True)
class Terms:
    """The conditions that a model is given under."""

    title: str
    url: str
    """Where their owner publishes them."""
    filename: str
    """Of the text, in `assets/terms`."""
    notice: str
    """What must accompany every copy."""

    @property
    def text(self) -> str:
        return (TEXTS / self.filename).read_text(encoding="utf-8")


GEMMA_TERMS = Terms("Gemma Terms of Use", "https://ai.google.dev/gemma/terms", "gemma.txt", NOTICE)


def are_accepted(name: str, terms: Terms, settings: Settings) -> bool:
    """Whether the terms of the backbone of that name have been accepted: noted here, or by the settings."""
    if settings.accept_terms:
        return True
    try:
        noted = json.loads(_note(name, settings).read_text(encoding="utf-8"))
        return bool(noted["sha256"] == _checksum(terms))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def note_accepted(name: str, terms: Terms, settings: Settings) -> None:
    """Remember that they were accepted."""
    note = _note(name, settings)
    note.parent.mkdir(parents=True, exist_ok=True)
    accepted = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    facts = {"title": terms.title, "url": terms.url, "sha256": _checksum(terms), "accepted": accepted}
    note.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def require_accepted(name: str, title: str, terms: Terms, settings: Settings) -> None:
    """Go no further without consent; one given by the settings is noted.

    Raises:
        TermsNotAcceptedError: nobody has accepted them here.
    """
    if not are_accepted(name, terms, settings):
        error = TermsNotAcceptedError(
            f"{title} is given under the {terms.title} ({terms.url}), which nobody has accepted here yet.",
            "",
            f"Read them with `python -m app terms {name}`; accept them with `python -m app terms {name} --accept`, "
            "or by setting INCOMES_ACCEPT_TERMS=true. Nothing was fetched.",
        )
        error.backbone = name
        raise error
    note_accepted(name, terms, settings)


def write_beside(terms: Terms, folder: Path) -> None:
    """Put the terms and their notice into the folder of a model."""
    (folder / "TERMS.txt").write_text(terms.text, encoding="utf-8")
    (folder / "NOTICE.txt").write_text(terms.notice + "\n", encoding="utf-8")


def _note(name: str, settings: Settings) -> Path:
    return settings.cache_dir / "terms" / f"{name}.json"


def _checksum(terms: Terms) -> str:
    return hashlib.sha256(terms.text.encode()).hexdigest()
