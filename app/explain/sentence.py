"""One plain sentence for an answer: which edit was used, how heavily, what else was near, or that none was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.explain.views import SelectionRow, selection_view
from app.texts import ENGLISH, Texts, percent

if TYPE_CHECKING:
    from app.model.evidence import Answer

NEAR = 0.05
"""An edit that was not read counts as near from this weight on."""

Outcome = Literal["empty", "none", "one", "several"]


@dataclass(frozen=True)
class Finding:
    """What the sentence says, as data."""

    outcome: Outcome
    """Pool empty; no edit read; one read; several read."""
    read: tuple[SelectionRow, ...]
    nearest: SelectionRow | None
    """The heaviest edit that was not read."""
    zero_weight: float


def finding(answer: Answer) -> Finding:
    """What selection decided for this answer."""
    view = selection_view(answer.evidence.selection, nearest=len(answer.evidence.selection.edit_ids))
    read = tuple(row for row in view.edits if row.read)
    others = tuple(row for row in view.edits if not row.read)
    outcome: Outcome = "several" if len(read) > 1 else "one" if read else "none" if others else "empty"
    return Finding(outcome, read, others[0] if others else None, view.zero.weight)


def sentence(answer: Answer, say: Texts = ENGLISH) -> str:
    """The finding in words. Plain text: escape it before it goes into HTML."""
    found = finding(answer)
    if found.outcome == "empty":
        return say("sentence.empty")
    if found.outcome == "none" and found.nearest is not None:
        return say(
            "sentence.none",
            zero=percent(found.zero_weight, say),
            nearest=found.nearest.text,
            weight=percent(found.nearest.weight, say),
        )
    if found.outcome == "one":
        used = say("sentence.one", edit=found.read[0].text, weight=percent(found.read[0].weight, say))
    else:
        names = "; ".join(f"“{row.text}” ({percent(row.weight, say)})" for row in found.read)
        used = say("sentence.several", number=len(found.read), edits=names)
    return f"{used} {_beside(found, say)}"


def _beside(found: Finding, say: Texts) -> str:
    nearest = found.nearest
    if nearest is None or nearest.weight < NEAR:
        return say("sentence.nothing-near")
    return say("sentence.near", nearest=nearest.text, weight=percent(nearest.weight, say))
