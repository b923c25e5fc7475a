"""The hash chain of everything that happened.

Each record names the hash of the one before it, and its own hash covers all that it says:

    hash = sha256(number, moment, action, kind and id of the object, sha256 of what is sealed, hash before)

Who did it and what it said are sealed (`sealing`), so that a text can be erased later without breaking the chain. A
record is written in the same transaction as what it tells of: neither is there without the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.store.audit.sealing import new_key, seal
from app.store.tables import AuditKeyRow, AuditRow

START = "0" * 64
"""What the first record names as the hash before it."""


@dataclass(frozen=True)
class Event:
    """Something that happened, as it is told to the chain."""

    actor: str
    action: str
    """What was done, as KIND.DONE: edit.added, release.made, …"""
    kind: str
    object: str
    """Id of what it was done to."""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Values for JSON: what is needed to understand it later."""


@dataclass(frozen=True)
class AuditRecord:
    """One record of the chain as it is kept."""

    number: int
    at: datetime
    action: str
    kind: str
    object: str
    sealed: bytes | None
    commitment: str
    previous: str
    hash: str

    def hash_of_content(self) -> str:
        """The hash that the record must have."""
        said = [self.number, moment(self.at), self.action, self.kind, self.object, self.commitment, self.previous]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def append(session: Session, events: Iterable[Event], at: datetime | None = None) -> None:
    """Writes records behind the last one. The session must be one of `Database.writing`: writers take turns."""
    newest = session.execute(select(AuditRow.number, AuditRow.hash).order_by(AuditRow.number.desc()).limit(1)).first()
    number, previous = newest if newest is not None else (0, START)
    now = at or datetime.now(UTC)
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for event in events:
        number += 1
        key = new_key()
        sealed = seal(key, {"actor": event.actor, "detail": dict(event.detail)}, number)
        commitment = hashlib.sha256(sealed).hexdigest()
        unsigned = AuditRecord(number, now, event.action, event.kind, event.object, sealed, commitment, previous, "")
        previous = unsigned.hash_of_content()
        rows.append(vars(unsigned) | {"hash": previous})
        keys.append({"number": number, "key": key})
    if rows:
        session.execute(insert(AuditRow), rows)
        session.execute(insert(AuditKeyRow), keys)


def moment(at: datetime) -> str:
    """A moment as it stands in the chain: UTC, with microseconds, the same on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
