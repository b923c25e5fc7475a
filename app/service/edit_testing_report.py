"""A run of the edits' test questions as one HTML page that needs no other, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.data.writing import harmless
from app.texts import detail_words

if TYPE_CHECKING:
    from app.service.edit_testing import EditTestResult, EditTestRun
    from app.texts import Texts

COLUMNS = ("edit", "result", "kind", "question", "expected", "answer", "original")
"""What a row holds, in order; a column's name is the text `tests.column.NAME`."""


def page_of_tests(run: EditTestRun, say: Texts, made: datetime | None = None) -> bytes:
    """The page, in UTF-8: the figures, then every edit with its questions, failures first.

    Args:
        made: now, where it is not given.
    """
    from app.explain.report import environment

    html = environment().get_template("tests.html.jinja").render(
        say=say,
        made=made or datetime.now(UTC),
        run=run,
        passed=sum(verdict.passed for verdict in run.verdicts),
        change=run.counted(must_change=True),
        stay=run.counted(must_change=False),
        columns=[say(f"tests.column.{name}") for name in COLUMNS[1:]],
        cells=lambda result: cells_of(result, say)[1:],
    )  # fmt: skip
    return html.encode("utf-8", "replace")


def csv_of_tests(run: EditTestRun, say: Texts) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read every language; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(f"tests.column.{name}") for name in COLUMNS])
    writer.writerows([harmless(cell) for cell in cells_of(result, say)] for result in run.results)
    return text.getvalue().encode("utf-8-sig", "replace")


def cells_of(result: EditTestResult, say: Texts) -> tuple[str, ...]:
    """The cells of one question, as in `COLUMNS`."""
    asked = result.asked
    key = "tests.passed" if result.passed else "tests.failed"
    verdict = say(key)
    key = "tests.must-change" if asked.must_change else "tests.must-stay"
    return (
        asked.edit,
        f"{verdict}: {detail_words(result.fault, say)}" if result.fault else verdict,
        say(key),
        asked.probe.question,
        asked.probe.target if asked.must_change else say("tests.as-before"),
        result.answer,
        result.original,
    )
