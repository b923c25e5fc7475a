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
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0002"
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


class MarkRow(Base):
    """What somebody says of an answer."""

    __tablename__ = "marks"

    answer: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    marked_by: Mapped[str] = mapped_column(Text, primary_key=True)
    marked: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(16))
    """`right`, `wrong` or `unwanted`: a change that no edit asked for."""
    note: Mapped[str] = mapped_column(Text)


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
