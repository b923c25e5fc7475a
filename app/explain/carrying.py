"""Which edit carried each token of an answer.

An edit carried a token where that token is at least twice as likely with the edit as without it (`MATTERS`); of
several such edits the one that changes it most. The answer is scored again without each edit anyway, and that score
is a sum over tokens: so this costs nothing more, and says what mattered, where attention says only where the model
looked. A token that no edit carried, the model would have said here by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.explain.sentence import MATTERS

if TYPE_CHECKING:
    from app.explain.account import Account


@dataclass(frozen=True)
class CarriedToken:
    """A token of the answer, and what carried it."""

    text: str
    edit: int | None
    """Place of the edit in `Carrying.edits`; None: no edit carried it."""
    nats: float
    """The largest change in its log-probability that leaving an edit out makes."""


@dataclass(frozen=True)
class CarryingEdit:
    """An edit that carried a token at least."""

    edit_id: str
    text: str


@dataclass(frozen=True)
class Carrying:
    """The tokens of an answer, and the edits that carried them, in the order in which they first do."""

    tokens: tuple[CarriedToken, ...]
    edits: tuple[CarryingEdit, ...]


def carrying_of(account: Account) -> Carrying | None:
    """Token by token; None where no edit was read, or nothing is known of the tokens."""
    tokens, changes = account.answer.tokens, account.changes or ()
    if not tokens or not changes or any(len(change.by_token) != len(tokens) for change in changes):
        return None
    texts = account.answer.evidence.selection.texts_of(change.edit_id for change in changes)
    edits: list[CarryingEdit] = []
    carried = []
    for place, token in enumerate(tokens):
        most = max(changes, key=lambda change: change.by_token[place])
        nats, found = most.by_token[place], None
        if nats >= MATTERS:
            edit = CarryingEdit(most.edit_id, texts[most.edit_id])
            if edit not in edits:
                edits.append(edit)
            found = edits.index(edit)
        carried.append(CarriedToken(token, found, nats))
    return Carrying(tuple(carried), tuple(edits))
