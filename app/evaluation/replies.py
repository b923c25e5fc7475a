"""Replies that rest on the same: a run asks for each once, and it holds at every size of pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from app.evaluation.cases import Asked
from app.evaluation.methods import DecidingMethod, Method, Reply


@dataclass
class Replies:
    """Asks methods, and remembers what they wrote where it rests on no more than a prompt or the edits read."""

    _known: dict[bytes, str] = field(default_factory=dict)

    def of(self, method: Method, part: Sequence[Asked]) -> list[Reply]:
        """The reply to each question, in order; the method has taken the pool's edits in."""
        questions, right_edits = [one.probe.question for one in part], [one.right_edits for one in part]
        if not isinstance(method, DecidingMethod):
            return method.answer(questions, right_edits)
        bases = method.bases(questions, right_edits)
        marks = [sha256(f"{method.name}\n{basis.key}".encode()).digest() for basis in bases]
        new = {mark: basis for mark, basis in zip(marks, bases, strict=True) if mark not in self._known}
        if new:
            self._known |= dict(zip(new, method.write(list(new.values())), strict=True))
        return [basis.reply(self._known[mark]) for mark, basis in zip(marks, bases, strict=True)]
