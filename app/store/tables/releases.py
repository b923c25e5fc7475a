"""Releases, the aliases that stand at them, runs of the gate, members of a pilot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import Base


class ReleaseRow(Base):
    """A named set of edit versions, with all that answers depend on besides. Never changed."""

    __tablename__ = "releases"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    note: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Text)
    pins: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Backbone, adapter, precision, memory, policy, versions of libraries."""
    fingerprint: Mapped[str] = mapped_column(String(64))


class ReleasedEditRow(Base):
    """A version of an edit in a release."""

    __tablename__ = "released_edits"
    __table_args__ = (ForeignKeyConstraint(["edit", "version"], ["edit_versions.edit", "edit_versions.version"]),)

    release: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    edit: Mapped[str] = mapped_column(String(32), index=True)
    version: Mapped[int]


class AliasMoveRow(Base):
    """An alias as it was moved to a release; where it stands is its last move."""

    __tablename__ = "alias_moves"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    alias: Mapped[str] = mapped_column(Text, index=True)
    release: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    moved: Mapped[datetime]
    moved_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    gate_run: Mapped[str | None] = mapped_column(ForeignKey("gate_runs.id"))
    overridden: Mapped[bool]
    """The gate had refused, and somebody gave a reason to move it all the same."""


class GateRunRow(Base):
    """The test questions of a release, asked."""

    __tablename__ = "gate_runs"
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    release: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    ran: Mapped[datetime]
    ran_by: Mapped[str] = mapped_column(Text)
    limits: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """One a test question: edit, version, question, answer, original, whether it passed."""
    passed: Mapped[bool]


class PilotMemberRow(Base):
    """Somebody who is served another alias than everyone else."""

    __tablename__ = "pilot_members"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    alias: Mapped[str] = mapped_column(Text)
    added: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(Text)
