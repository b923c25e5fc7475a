"""The evidence of one answer as plain values: what `explain --json` prints and what the report keeps and seals."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from app.explain.carrying import Carrying, carrying_of
from app.explain.grids import BYS, grid_of
from app.explain.views import ReadingView, reading_view
from app.texts import ENGLISH

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.explain.changes import Change
    from app.model import Answer

FORMAT = 1
MOST_LISTED = 10_000
"""Edits of a pool that are listed unless fewer are wanted; a pool in a folder may hold a million."""


def evidence_of(account: Account, nearest: int = MOST_LISTED) -> dict[str, Any]:
    """Everything that is known of an answer; its sentence is English, so that the seal is the same in every language.

    Args:
        nearest: edits listed at most, besides those read.
    """
    answer = account.answer
    return {
        "question": answer.question,
        "prompt": answer.prompt,
        "answer": answer.text,
        "original_answer": answer.original,
        "withheld": account.withheld,
        "sentence": account.sentence(ENGLISH),
        "unsupported": [claim.text for claim in account.unsupported],
        "sureness": {"probability": account.sureness.probability, "called": account.sureness.called},
        "policy": answer.policy.describe(),
        "selection": _selection(account, nearest),
        "reading": _reading(reading_view(answer)),
        "grids": _grids(answer),
        "carried": _carried(carrying_of(account)),
        "tokens": list(answer.tokens),
        "log_probabilities": list(answer.log_probabilities),
        "timings": answer.timings,
    }


def canonical(record: dict[str, Any]) -> str:
    """A record as JSON in one fixed form: sorted keys, no spaces, ASCII, and no character that HTML reads as markup.

    Equal records give equal texts, and the text can stand inside an HTML page as it is.
    """
    text = json.dumps(_finite(record), sort_keys=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def seal(text: str) -> str:
    """sha256 of a canonical text, in hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _finite(value: Any) -> Any:
    """The value with null for numbers that JSON does not know."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _selection(account: Account, nearest: int) -> dict[str, Any]:
    """The zero gist, then the edits, the heaviest first."""
    changes = {change.edit_id: change for change in account.changes or ()}
    zero, *rows = account.answer.evidence.by_edit(nearest).to_dict("records")
    return {
        "zero": {"logit": float(zero["logit"]), "weight": float(zero["weight"])},
        "edits": [
            {
                "id": str(row["edit_id"]),
                "text": str(row["text"]),
                "logit": float(row["logit"]),
                "weight": float(row["weight"]),
                "read": bool(row["read"]),
                "mass": float(row["mass"]),
                **_change(changes.get(str(row["edit_id"]))),
            }
            for row in rows
        ],
        "left_out": len(account.answer.evidence.selection.edit_ids) - len(rows),
    }


def _change(change: Change | None) -> dict[str, Any]:
    """What leaving an edit out changes, in nats: of the answer, and of each of its tokens."""
    if change is None:
        return {"change_in_log_probability": None, "change_by_token": None}  # nosec B105  # no password
    return {"change_in_log_probability": change.nats, "change_by_token": list(change.by_token)}


def _reading(view: ReadingView | None) -> dict[str, Any] | None:
    """Attention of each answer token, mean over layers and heads; None where no edit was read."""
    if view is None:
        return None
    return {
        "tokens": list(view.tokens),
        "zero_gist" if view.rest == "zero" else "sequence": view.self_mass.tolist(),
        "edits": [
            {
                "id": columns.edit_id,
                "slots": list(view.slot_labels[columns.start : columns.stop]),
                "mass": view.mass[:, columns.start : columns.stop].tolist(),
            }
            for columns in view.edits
        ],
    }


def _grids(answer: Answer) -> dict[str, Any] | None:
    """Attention on each edit read by answer token, layer and head; None where no edit was read."""
    grids = {by: grid_of(answer, by) for by in BYS}
    if None in grids.values():
        return None
    return {
        by: {"rows": list(grid.rows), "edits": list(grid.edit_ids), "mass": grid.mass.tolist()}
        for by, grid in grids.items()
        if grid is not None
    }


def _carried(found: Carrying | None) -> list[dict[str, Any]] | None:
    """Each answer token with the edit that carried it; None where nothing is known of the tokens."""
    if found is None:
        return None
    return [
        {
            "token": token.text,
            "edit": None if token.edit is None else found.edits[token.edit].edit_id,
            "change": token.nats,
        }
        for token in found.tokens
    ]
