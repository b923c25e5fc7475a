"""Conflicts between edits, the audit chain, accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

CODE_POINTS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the new tables."""
    _conflicts()
    _audit()
    _accounts()


def _conflicts() -> None:
    op.create_table(
        "conflicts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("first", sa.String(32), nullable=False),
        sa.Column("first_version", sa.Integer(), nullable=False),
        sa.Column("second", sa.String(32), nullable=False),
        sa.Column("second_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("found", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("resolved", MOMENT),
        sa.Column("resolved_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="conflicts_key"),
        sa.UniqueConstraint("id", name="conflicts_one_id"),
        sa.UniqueConstraint(
            "first",
            "first_version",
            "second",
            "second_version",
            "kind",
            name="conflicts_one_first_first_version_second_second_version_kind",
        ),
        sa.ForeignKeyConstraint(["first"], ["edits.id"], name="conflicts_of_edits_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["edits.id"], name="conflicts_of_edits_second", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("conflicts_by_first", "conflicts", ["first"])
    op.create_index("conflicts_by_second", "conflicts", ["second"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("object", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary()),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="audit_key"),
    )
    op.create_index("audit_by_object", "audit", ["kind", "object"])
    op.create_table(
        "audit_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="audit_keys_key"),
        sa.ForeignKeyConstraint(["number"], ["audit.number"], name="audit_keys_of_audit"),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", CODE_POINTS, nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("password", sa.Text()),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("sees_confidential", sa.Boolean(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("disabled", MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", MOMENT),
        sa.PrimaryKeyConstraint("name", name="accounts_key"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("account", CODE_POINTS, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("used", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("secret", name="sign_ins_key"),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="sign_ins_of_accounts", ondelete="CASCADE"),
    )
    op.create_index("sign_ins_by_account", "sign_ins", ["account"])
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", CODE_POINTS, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("used", MOMENT),
        sa.Column("revoked", MOMENT),
        sa.PrimaryKeyConstraint("id", name="api_tokens_key"),
        sa.UniqueConstraint("secret", name="api_tokens_one_secret"),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="api_tokens_of_accounts", ondelete="CASCADE"),
    )
    op.create_index("api_tokens_by_account", "api_tokens", ["account"])
    op.create_table(
        "rules",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="rules_key"),
    )
