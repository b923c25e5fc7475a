"""The results of test questions as one HTML page that needs no other: a summary, then each question, failures first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.service.testing_table import COLUMNS, cells_of

if TYPE_CHECKING:
    from app.service.testing import QuestionResult
    from app.texts import Texts


def run_page(rows: Sequence[QuestionResult], say: Texts, made: datetime | None = None) -> bytes:
    """The page, in UTF-8. Its cells are those of the file for spreadsheets (`csv_of`).

    Args:
        made: now, where it is not given.
    """
    from app.explain.report import environment

    page = environment().get_template("run.html.jinja")
    html = page.render(
        say=say,
        made=made or datetime.now(UTC),
        columns=[say(f"many.column.{name}") for name in COLUMNS],
        cells=[cells_of(row, say) for row in sorted(rows, key=_order)],
        failed=sum(_failed(row) for row in rows),
        met=sum(row.met is True for row in rows),
        number=len(rows),
    )
    return html.encode("utf-8", "replace")


def _failed(row: QuestionResult) -> bool:
    return bool(row.fault) or row.met is False


def _order(row: QuestionResult) -> tuple[bool, bool]:
    """Failures first, then what nothing was expected of; otherwise as they were asked."""
    return not _failed(row), row.met is True
