"""What a person is about to add, checked before anything is compressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.data import Edit, Fault, Upload, language_of
from app.errors import InputError
from app.service.work import Work

if TYPE_CHECKING:
    from app.model import EditableModel

LARGE = 200
"""From this many new edits on, the person sees a preview before they are compressed."""


@dataclass(frozen=True)
class Proposal:
    """New edits that can be compressed, and all that stands in the way of the others."""

    edits: tuple[Edit, ...]
    """Good and new, in their order; the flagged ones among them."""
    faults: tuple[Fault, ...]
    """Rows that cannot be used, by row."""
    unlisted: int
    """Further rows at fault, only counted."""
    repeated: int
    """Rows whose text the session holds already."""
    flagged: tuple[Edit, ...]
    """Edits in a language that the adapter was not made for."""
    languages: tuple[str, ...]
    """The languages of the adapter; empty without one."""
    shared: bool = False
    """Made for the shared store; else for the session's own edits."""

    @property
    def asks(self) -> bool:
        """Whether the person should look before it goes on."""
        return bool(self.flagged) or len(self.edits) >= LARGE

    @property
    def without_flagged(self) -> tuple[Edit, ...]:
        flagged = {edit.id for edit in self.flagged}
        return tuple(edit for edit in self.edits if edit.id not in flagged)


def propose(upload: Upload, work: Work, model: EditableModel, most_edits: int) -> Proposal:
    """Checks every row of an upload against the model and against what the session holds already."""
    seen = {edit.id for edit in work.edits}
    room = most_edits - len(seen)
    edits: list[Edit] = []
    faults = list(upload.faults)
    repeated = 0
    for edit, row in zip(upload.edits, upload.rows, strict=True):
        if edit.id in seen:
            repeated += 1
            continue
        reason = _reason_against(edit, model, full=len(edits) >= room, most_edits=most_edits)
        if reason:
            faults.append(Fault(row, edit.text[:200], reason))
            continue
        seen.add(edit.id)
        edits.append(edit)
    languages = languages_of(model)
    return Proposal(
        edits=tuple(edits),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        unlisted=upload.unlisted,
        repeated=repeated,
        flagged=tuple(edit for edit in edits if _foreign(edit, languages)),
        languages=languages,
    )


def _reason_against(edit: Edit, model: EditableModel, *, full: bool, most_edits: int) -> str:
    return f"One session holds at most {most_edits:,} edits." if full else unusable(edit.text, model)


def unusable(text: str, model: EditableModel) -> str:
    """Why the model cannot take a text; empty where it can."""
    try:
        model.check_edit(text)
    except InputError as error:
        return " ".join(part for part in (error.given, error.allowed) if part)
    return ""


def languages_of(model: EditableModel) -> tuple[str, ...]:
    """Those that the adapter was made for; empty without one."""
    return () if model.adapter is None else tuple(model.adapter.card.languages)


def _foreign(edit: Edit, languages: tuple[str, ...]) -> bool:
    if not languages:
        return False
    language = edit.language or language_of(edit.text)
    return language is not None and language not in languages
