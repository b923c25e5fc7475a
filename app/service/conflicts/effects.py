"""What two edits do to each other's answers, measured by asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store import StoredEdit

if TYPE_CHECKING:
    from app.model import EditableModel

MOST_QUESTIONS = 4
"""Asked of each edit."""


@dataclass(frozen=True)
class Effect:
    """One question of an edit: the answer by that edit alone, and with the other one beside it."""

    edit: str
    """Id of the edit whose question it is."""
    question: str
    alone: str
    together: str
    read: tuple[str, ...]
    """Texts of the edits that the answer with both rests on."""

    @property
    def changed(self) -> bool:
        return self.alone != self.together


def effects(model: EditableModel, first: StoredEdit, second: StoredEdit) -> tuple[Effect, ...]:
    """Asks the test questions of both edits, of each alone and of both together."""
    both = model.compress([first.text, second.text])
    found: list[Effect] = []
    for edit in (first, second):
        questions = list(_questions(edit))
        alone = model.answer_many(questions, both.only([edit.gist_id]))
        together = model.answer_many(questions, both)
        for question, own, shared in zip(questions, alone, together, strict=True):
            read = tuple(both[gist_id].text for gist_id in shared.evidence.selection.chosen)
            found.append(Effect(edit.id, question, own.text, shared.text, read))
    return tuple(found)


def _questions(edit: StoredEdit) -> Iterator[str]:
    """Its test questions; without any, the statement up to what it asserts, to be gone on with."""
    from app.explain.conflicts import statement_of

    asked = [probe.question for probe in edit.probes if probe.target][:MOST_QUESTIONS]
    yield from asked
    if not asked:
        beginning = statement_of(edit.text).beginning
        if beginning:
            yield beginning
