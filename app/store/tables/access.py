"""Accounts, browsers that are signed in, tokens of programs, the rules of a store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.tables.base import CODE_POINTS, Base


class AccountRow(Base):
    """Somebody who may sign in."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(CODE_POINTS, primary_key=True)
    """Without upper case."""
    provider: Mapped[str] = mapped_column(String(20))
    """`local` or `huggingface`."""
    password: Mapped[str | None] = mapped_column(Text)
    """Its argon2 hash; None where another provider signs in."""
    role: Mapped[str] = mapped_column(String(16))
    sees_confidential: Mapped[bool]
    created: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(Text)
    disabled: Mapped[datetime | None]
    failures: Mapped[int]
    """Wrong passwords in a row."""
    locked_until: Mapped[datetime | None]


class SignInRow(Base):
    """A browser that is signed in."""

    __tablename__ = "sign_ins"

    secret: Mapped[str] = mapped_column(String(64), primary_key=True)
    """sha256 of what the browser keeps."""
    account: Mapped[str] = mapped_column(CODE_POINTS, ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]
    used: Mapped[datetime]
    expires: Mapped[datetime]


class ApiTokenRow(Base):
    """A token with which a program acts for an account."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    """sha256 of the token."""
    name: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(CODE_POINTS, ForeignKey("accounts.name", ondelete="CASCADE"), index=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class RuleRow(Base):
    """A rule of this store that somebody has set: four eyes, limits of the gate, what of an answer is kept, …"""

    __tablename__ = "rules"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(Text)
