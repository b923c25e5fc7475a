"""The audit chain and the keys that its records are read with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import Base


class AuditRow(Base):
    """One thing that happened. Each names the hash of the one before it; rows are only ever added.

    Who did it and what it said are sealed with a key of their own (`audit_keys`): without the key the row stays, and
    the chain with it, but nobody can read it any more.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_object", "kind", "object"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1, without gaps."""
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    """Of the object: edit, release, answer, account, …"""
    object: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes | None]
    """None once retention has let it go."""
    commitment: Mapped[str] = mapped_column(String(64))
    """sha256 of what was sealed."""
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditKeyRow(Base):
    """What a sealed record is read with; deleting it erases the record."""

    __tablename__ = "audit_keys"

    number: Mapped[int] = mapped_column(ForeignKey("audit.number"), primary_key=True, autoincrement=False)
    key: Mapped[bytes]
