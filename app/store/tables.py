"""The tables as they are now. Every change to them is a migration; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0001"
"""The newest migration: what a store must be at to be opened."""

_NAMES = {
    "ix": "%(table_name)s_by_%(column_0_N_name)s",
    "uq": "%(table_name)s_one_%(column_0_N_name)s",
    "fk": "%(table_name)s_of_%(referred_table_name)s",
    "pk": "%(table_name)s_key",
}
"""Every index and constraint has a name, so that a later migration can change it."""


class Moment(TypeDecorator[datetime]):
    """A moment with microseconds, in UTC on both sides; SQLite has no time zones and keeps it as it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


CODE_POINTS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is sorted and compared by code points on every database, whatever the server's language."""


class Base(DeclarativeBase):
    """Of all tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment(), float: Double(), bytes: LargeBinary()}


class EditRow(Base):
    """One edit as it is now."""

    __tablename__ = "edits"
    __table_args__ = (
        Index(
            "edits_one_in_use_a_text",
            "content",
            unique=True,
            sqlite_where=text("state <> 'deleted'"),
            postgresql_where=text("state <> 'deleted'"),
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


class TagRow(Base):
    """One tag of one edit."""

    __tablename__ = "tags"

    edit: Mapped[str] = mapped_column(ForeignKey("edits.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(CODE_POINTS, primary_key=True, index=True)


class MakerRow(Base):
    """What makes gists and answers."""

    __tablename__ = "makers"

    made_by: Mapped[str] = mapped_column(String(64), primary_key=True)
    backbone: Mapped[str] = mapped_column(Text)
    backbone_fingerprint: Mapped[str] = mapped_column(Text)
    adapter: Mapped[str | None] = mapped_column(Text)
    precision: Mapped[str] = mapped_column(Text)
    memory: Mapped[str] = mapped_column(Text)
    slots: Mapped[int | None]


class GistRow(Base):
    """The gist of one text by one maker. It belongs to the text: edits come and go."""

    __tablename__ = "gists"

    content: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("makers.made_by"), primary_key=True, index=True)
    data: Mapped[bytes]
    checksum: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime]


class AnswerRow(Base):
    """A question that was asked, and its answer."""

    __tablename__ = "answers"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    asked: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    original: Mapped[str] = mapped_column(Text)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    zero_weight: Mapped[float]
    made_by: Mapped[str] = mapped_column(ForeignKey("makers.made_by"))


class UsedEditRow(Base):
    """An edit that an answer read, as it was then; the edit itself may be changed or gone since."""

    __tablename__ = "used_edits"

    answer: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    edit: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    weight: Mapped[float]
    mass: Mapped[float | None]
