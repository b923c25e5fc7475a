"""The newest answers of a session, kept to be explained: bounded in number and in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.explain.account import Account
    from app.model import Answer, GistPool

ANSWERS_KEPT = 20
"""Newest answers of a session that can still be explained; each holds its attention."""

EVIDENCE_BYTES = 256 * 2**20
"""Of a session's answers together: an answer takes some kB with a few edits, some 80 MB with a million."""


@dataclass(frozen=True)
class Repeated:
    """The logged answer that an answer repeats."""

    asked: datetime
    answer: str
    """Its id in the shared store."""
    identical: bool
    """Whether both answers and the edits read came out the same."""


@dataclass(frozen=True)
class Asked:
    """An answer with the pool it was given from, so that it can be explained after the pool has changed."""

    answer: Answer
    pool: GistPool | None
    versions: Mapping[str, int] = field(default_factory=dict)
    """Id of each edit read → its version in the shared store, where it is from there."""
    given: datetime = field(default_factory=lambda: datetime.now(UTC))
    withheld: bool = False
    """Only edits were to answer and none covers the question: the model was not asked for an answer."""
    account: Account | None = None
    """What is known of it, once the model was asked again."""
    logged: str = ""
    """Its id in the shared store; empty where it was not kept there."""
    release: str = ""
    """Name of the release that gave it."""
    repeats: Repeated | None = None
    """What it repeats; None for a question of its own."""
    shared: bool = False
    """It was given with the edits of the shared store."""
    not_ready: int = 0
    """Edits that were to be in use and not compressed yet: they took no part."""

    @property
    def private(self) -> bool:
        """Whether it was given with the session's own edits."""
        return not self.shared and self.repeats is None


class KeptAnswers:
    """Answers by key, the oldest first. The newest is kept whatever it takes."""

    def __init__(self, most: int = ANSWERS_KEPT, most_bytes: int = EVIDENCE_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._asked: OrderedDict[str, Asked] = OrderedDict()

    def __iter__(self) -> Iterator[Asked]:
        return iter(self._asked.values())

    @property
    def bytes(self) -> int:
        """Memory that their evidence takes; gists are counted by whoever knows which of them are held elsewhere."""
        return sum(asked.answer.evidence.bytes for asked in self)

    def keep(self, key: str, asked: Asked) -> None:
        """Keeps one more, and lets go of the oldest that are beyond the bounds."""
        self._asked[key] = asked
        while len(self._asked) > self._most or (len(self._asked) > 1 and self.bytes > self._most_bytes):
            self._asked.popitem(last=False)

    def get(self, key: str) -> Asked | None:
        """None when it is not one of those kept."""
        return self._asked.get(key)

    def newest_first(self) -> tuple[tuple[str, Asked], ...]:
        """All of them, each with its key."""
        return tuple(reversed(self._asked.items()))

    def learn(self, key: str, account: Account) -> None:
        """Adds what is known of an answer now; nothing where it is not kept any more."""
        if key in self._asked:
            self._asked[key] = replace(self._asked[key], account=account)

    def clear(self) -> None:
        self._asked.clear()
