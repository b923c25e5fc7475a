"""Gists, what makes them, and the answers given with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import Base


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
    release: Mapped[str | None] = mapped_column(ForeignKey("releases.id"))
    """The release that answered; None: the edits as they were just then."""
    seconds: Mapped[float | None]
    tokens: Mapped[int | None]


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


class MarkRow(Base):
    """What somebody says of an answer."""

    __tablename__ = "marks"

    answer: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    marked_by: Mapped[str] = mapped_column(Text, primary_key=True)
    marked: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(16))
    """`right`, `wrong` or `unwanted`: a change that no edit asked for."""
    note: Mapped[str] = mapped_column(Text)
