"""Edits with a life: versions and terms, releases, marks on answers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW_STATES = {"active": "approved", "deleted": "retired"}


def upgrade() -> None:
    """Renames two states, adds columns, makes the new tables, and keeps every edit as its first known version."""
    _edits()
    _versions()
    _releases()
    _answers()


def _terms(*, default: bool) -> list[sa.Column[Any]]:
    text, no = (sa.text("''"), sa.false()) if default else (None, None)
    return [
        sa.Column("owner", sa.Text(), nullable=False, server_default=text),
        sa.Column("source", sa.Text(), nullable=False, server_default=text),
        sa.Column("confidential", sa.Boolean(), nullable=False, server_default=no),
        sa.Column("valid_from", MOMENT),
        sa.Column("valid_until", MOMENT),
        sa.Column("review_by", MOMENT),
    ]


def _edits() -> None:
    op.drop_index("edits_one_in_use_a_text", table_name="edits")
    with op.batch_alter_table("edits") as edits:
        for term in _terms(default=True):
            edits.add_column(term)
        edits.add_column(sa.Column("acting", sa.Integer()))
        edits.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''")))
    for old, new in NEW_STATES.items():
        for column in ("state", "restores_to"):
            renamed = f"UPDATE edits SET {column} = '{new}' WHERE {column} = '{old}'"  # nosec B608  # constants above
            op.execute(sa.text(renamed))
    op.execute("UPDATE edits SET acting = version WHERE state = 'approved'")
    with op.batch_alter_table("edits") as edits:  # whoever writes says what these are
        for name in ("owner", "source", "confidential", "reason"):
            edits.alter_column(name, server_default=None)
    in_use = sa.text("state <> 'retired'")
    op.create_index(
        "edits_one_in_use_a_text", "edits", ["content"], unique=True, sqlite_where=in_use, postgresql_where=in_use
    )


def _versions() -> None:
    op.create_table(
        "edit_versions",
        sa.Column("edit", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("acting", sa.Integer()),
        sa.Column("language", sa.String(8)),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("probes", sa.JSON(), nullable=False),
        sa.Column("recorded", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_terms(default=False),
        sa.PrimaryKeyConstraint("edit", "version", name="edit_versions_key"),
        sa.ForeignKeyConstraint(["edit"], ["edits.id"], name="edit_versions_of_edits", ondelete="CASCADE"),
    )
    op.create_index("edit_versions_by_content", "edit_versions", ["content"])
    op.create_index("edit_versions_by_recorded", "edit_versions", ["recorded"])
    _keep_what_is_there()


def _keep_what_is_there() -> None:
    connection = op.get_bind()
    tables = sa.MetaData()
    edits = sa.Table("edits", tables, autoload_with=connection)
    tags = sa.Table("tags", tables, autoload_with=connection)
    versions = sa.Table("edit_versions", tables, autoload_with=connection)
    tagged = connection.execute(sa.select(tags.c.edit, tags.c.tag).order_by(tags.c.edit, tags.c.tag)).all()
    tags_of = {edit: [tag for _, tag in rows] for edit, rows in groupby(tagged, key=lambda row: row[0])}
    same = [column for column in versions.c if column.name in edits.c]
    columns = [edits.c.id, edits.c.changed, edits.c.changed_by, *(edits.c[column.name] for column in same)]
    found = connection.execute(sa.select(*columns).order_by(edits.c.number))
    for rows in found.mappings().partitions(500):
        kept = [
            {column.name: row[column.name] for column in same}
            | {"edit": row["id"], "recorded": row["changed"], "recorded_by": row["changed_by"]}
            | {"tags": tags_of.get(row["id"], [])}
            for row in rows
        ]
        connection.execute(sa.insert(versions), kept)


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("pins", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="releases_key"),
        sa.UniqueConstraint("id", name="releases_one_id"),
        sa.UniqueConstraint("name", name="releases_one_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "released_edits",
        sa.Column("release", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edit", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("release", "position", name="released_edits_key"),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="released_edits_of_releases"),
        sa.ForeignKeyConstraint(
            ["edit", "version"],
            ["edit_versions.edit", "edit_versions.version"],
            name="released_edits_of_edit_versions",
        ),
    )
    op.create_index("released_edits_by_edit", "released_edits", ["edit"])
    op.create_table(
        "gate_runs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("release", sa.String(32), nullable=False),
        sa.Column("ran", MOMENT, nullable=False),
        sa.Column("ran_by", sa.Text(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="gate_runs_key"),
        sa.UniqueConstraint("id", name="gate_runs_one_id"),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="gate_runs_of_releases"),
        sqlite_autoincrement=True,
    )
    op.create_index("gate_runs_by_release", "gate_runs", ["release"])
    op.create_table(
        "alias_moves",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("release", sa.String(32), nullable=False),
        sa.Column("moved", MOMENT, nullable=False),
        sa.Column("moved_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("gate_run", sa.String(32)),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="alias_moves_key"),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name="alias_moves_of_releases"),
        sa.ForeignKeyConstraint(["gate_run"], ["gate_runs.id"], name="alias_moves_of_gate_runs"),
        sqlite_autoincrement=True,
    )
    op.create_index("alias_moves_by_alias", "alias_moves", ["alias"])
    op.create_table(
        "pilot_members",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("added", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pilot_members_key"),
    )


def _answers() -> None:
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("release", sa.String(32)))
        answers.add_column(sa.Column("seconds", sa.Double()))
        answers.add_column(sa.Column("tokens", sa.Integer()))
        answers.create_foreign_key("answers_of_releases", "releases", ["release"], ["id"])
    op.create_table(
        "marks",
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("marked_by", sa.Text(), nullable=False),
        sa.Column("marked", MOMENT, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("answer", "marked_by", name="marks_key"),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="marks_of_answers", ondelete="CASCADE"),
    )
