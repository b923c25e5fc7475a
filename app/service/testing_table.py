"""The results of test questions as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from app.data.writing import harmless
from app.service.testing import QuestionResult
from app.texts import Texts, detail_words

COLUMNS = ("question", "answer", "before", "edit", "weight", "sure", "expected", "met", "remark")
"""What a row holds, in order; a column's name is the text `many.column.NAME`."""


def csv_of(rows: Iterable[QuestionResult], say: Texts) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read every language.

    No cell is a formula: one that would begin like one gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([say(f"many.column.{name}") for name in COLUMNS])
    writer.writerows([harmless(cell) for cell in cells_of(row, say)] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def cells_of(row: QuestionResult, say: Texts) -> Sequence[str]:
    """The cells of one row, as in `COLUMNS`; numbers from 0 to 1 with three digits."""
    sure = None if row.sureness is None else row.sureness.probability
    return (
        row.question,
        row.answer,
        row.before,
        row.edit,
        "" if row.weight is None else f"{row.weight:.3f}",
        "" if sure is None else f"{sure:.3f}",
        row.expected,
        "" if row.met is None else say("many.met" if row.met else "many.unmet"),
        detail_words(row.fault, say) or (say("many.withheld") if row.withheld else ""),
    )
