"""What is kept of an answer that was served: all of it, a salted checksum of its texts, or nothing (rule `answers`).

With `hashed` nobody can read from the store what was asked and answered. Who has a question and an answer can still
prove, or refute, that this was it: the salts and checksums lie sealed in the audit chain.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.store.audit import Event
from app.store.records import LoggedAnswer
from app.store.rules import AnswersKept

SERVED = "answer.served"
SALT = 16
"""Bytes; each text has its own."""

_TEXTS = ("question", "answer", "original")


@dataclass(frozen=True)
class SaltedText:
    """What is kept of a text in its place."""

    salt: str
    sha256: str

    @classmethod
    def of(cls, text: str, salt: bytes | None = None) -> SaltedText:
        salt = secrets.token_bytes(SALT) if salt is None else salt
        return cls(salt.hex(), hashlib.sha256(salt + text.encode()).hexdigest())

    def is_of(self, text: str) -> bool:
        """Whether it was this text."""
        return SaltedText.of(text, bytes.fromhex(self.salt)) == self


def as_kept(answer: LoggedAnswer, kept: AnswersKept) -> LoggedAnswer:
    """An answer as the table of answers holds it: without its texts, unless all is kept."""
    return answer if kept == "full" else replace(answer, question="", answer="", original="")


def told_served(answer: LoggedAnswer, kept: AnswersKept) -> Event:
    """An answer for the chain."""
    texts: dict[str, Any] = {name: getattr(answer, name) for name in _TEXTS}
    if kept != "full":
        texts = {name: vars(SaltedText.of(text)) for name, text in texts.items()}
    detail = {
        "kept": kept,
        "edits": [[used.edit, used.version] for used in answer.used],
        "zero_weight": answer.zero_weight,
        "policy": answer.policy,
        "made_by": answer.made_by,
        "release": answer.release,
    }
    return Event(answer.asked_by, SERVED, "answer", answer.id, texts | detail)


def was_text(detail: Mapping[str, Any], name: str, text: str) -> bool:
    """Whether a record of an answer speaks of this text.

    Args:
        detail: of a record whose action is `SERVED`.
        name: question, answer or original.
    """
    kept = detail[name]
    return bool(SaltedText(**kept).is_of(text)) if isinstance(kept, dict) else bool(kept == text)
