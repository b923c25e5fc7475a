"""The first tables: edits with tags, gists with their makers, answers with the edits that they read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

IN_USE = sa.text("state <> 'deleted'")
CODE_POINTS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes all tables."""
    _edits()
    _gists()
    _answers()


def _edits() -> None:
    op.create_table(
        "edits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", CODE_POINTS, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("restores_to", sa.String(16)),
        sa.Column("language", sa.String(8)),
        sa.Column("probes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="edits_key"),
        sa.UniqueConstraint("id", name="edits_one_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "edits_one_in_use_a_text",
        "edits",
        ["content"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        "tags",
        sa.Column("edit", sa.String(32), nullable=False),
        sa.Column("tag", CODE_POINTS, nullable=False),
        sa.PrimaryKeyConstraint("edit", "tag", name="tags_key"),
        sa.ForeignKeyConstraint(["edit"], ["edits.id"], name="tags_of_edits", ondelete="CASCADE"),
    )
    op.create_index("tags_by_tag", "tags", ["tag"])


def _gists() -> None:
    op.create_table(
        "makers",
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("backbone", sa.Text(), nullable=False),
        sa.Column("backbone_fingerprint", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text()),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.Column("slots", sa.Integer()),
        sa.PrimaryKeyConstraint("made_by", name="makers_key"),
    )
    op.create_table(
        "gists",
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("content", "made_by", name="gists_key"),
        sa.ForeignKeyConstraint(["made_by"], ["makers.made_by"], name="gists_of_makers"),
    )
    op.create_index("gists_by_made_by", "gists", ["made_by"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("asked", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("zero_weight", sa.Double(), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="answers_key"),
        sa.UniqueConstraint("id", name="answers_one_id"),
        sa.ForeignKeyConstraint(["made_by"], ["makers.made_by"], name="answers_of_makers"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "used_edits",
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edit", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("mass", sa.Double()),
        sa.PrimaryKeyConstraint("answer", "position", name="used_edits_key"),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="used_edits_of_answers", ondelete="CASCADE"),
    )
    op.create_index("used_edits_by_edit", "used_edits", ["edit"])
