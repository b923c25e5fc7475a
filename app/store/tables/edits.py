"""Edits as they are, as they were, their tags, and conflicts between them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import CODE_POINTS, Base


class TermsColumns:
    """Under what terms an edit holds, in each table that says so."""

    owner: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    confidential: Mapped[bool]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    review_by: Mapped[datetime | None]


class EditRow(TermsColumns, Base):
    """One edit as it is now."""

    __tablename__ = "edits"
    __table_args__ = (
        Index(
            "edits_one_in_use_a_text",
            "content",
            unique=True,
            sqlite_where=text("state <> 'retired'"),
            postgresql_where=text("state <> 'retired'"),
        ),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    """The order in which edits were added."""
    id: Mapped[str] = mapped_column(String(32), unique=True)
    content: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(CODE_POINTS)
    """Text and note without upper case: what a search looks into, and what the list is sorted by."""
    note: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    changed: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    restores_to: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(8))
    probes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    version: Mapped[int]
    acting: Mapped[int | None]
    """The version that answers use: the last one approved; None where there is none, or the edit is retired."""
    reason: Mapped[str] = mapped_column(Text)


class VersionRow(TermsColumns, Base):
    """One edit as it was from one change to the next. Rows are added, and changed only to erase what they say."""

    __tablename__ = "edit_versions"

    edit: Mapped[str] = mapped_column(ForeignKey("edits.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    acting: Mapped[int | None]
    language: Mapped[str | None] = mapped_column(String(8))
    tags: Mapped[list[str]] = mapped_column(JSON)
    probes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    recorded: Mapped[datetime] = mapped_column(index=True)
    recorded_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class TagRow(Base):
    """One tag of one edit."""

    __tablename__ = "tags"

    edit: Mapped[str] = mapped_column(ForeignKey("edits.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(CODE_POINTS, primary_key=True, index=True)


class ConflictRow(Base):
    """Two edits that do not go together, as they were when this was found, and what became of it."""

    __tablename__ = "conflicts"
    __table_args__ = (
        UniqueConstraint("first", "first_version", "second", "second_version", "kind"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    first: Mapped[str] = mapped_column(
        ForeignKey("edits.id", name="conflicts_of_edits_first", ondelete="CASCADE"), index=True
    )
    first_version: Mapped[int]
    second: Mapped[str] = mapped_column(
        ForeignKey("edits.id", name="conflicts_of_edits_second", ondelete="CASCADE"), index=True
    )
    second_version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    explanation: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which rule decided, by what."""
    found: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    """`open`, `superseded`, `scoped`, `rejected` or `dismissed`."""
    resolved: Mapped[datetime | None]
    resolved_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
