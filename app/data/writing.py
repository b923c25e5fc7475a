"""Edits as a file that people can open and upload again: CSV for spreadsheets, JSON lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC

from app.data.edit import Edit
from app.data.moments import written
from app.data.names import TERM_ROLES
from app.data.terms import NO_TERMS

HEADINGS = ("edit", "note", "tags", "language", "question", "answer")
TERM_HEADINGS = TERM_ROLES
"""Columns behind them, where any edit has terms."""

_ALL = (*HEADINGS, *TERM_HEADINGS)

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(edits: Iterable[Edit]) -> str:
    """A table under `HEADINGS`, and `TERM_HEADINGS` where any edit has terms.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    listed = tuple(edits)
    headings = _ALL if any(edit.terms != NO_TERMS for edit in listed) else HEADINGS
    writer.writerow(headings)
    for edit in listed:
        writer.writerow([harmless(cell) for cell in _row(edit)[: len(headings)]])
    return file.getvalue()


def as_json_lines(edits: Iterable[Edit]) -> str:
    """One object an edit, with the fields of `HEADINGS` and `TERM_HEADINGS` that hold anything."""
    lines = ({key: value for key, value in zip(_ALL, _row(edit), strict=True) if value} for edit in edits)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell


def _row(edit: Edit) -> tuple[str, ...]:
    probe = edit.probes[0] if edit.probes else None
    question, answer = ("", "") if probe is None else (probe.question, probe.target)
    beside = edit.text, edit.note, ", ".join(edit.tags), edit.language or "", question, answer
    terms = edit.terms
    moments = (written(moment, UTC) for moment in (terms.valid_from, terms.valid_until, terms.review_by))
    return *beside, terms.owner, terms.source, "yes" if terms.confidential else "", *moments


WRITERS: dict[str, Callable[[Iterable[Edit]], str]] = {".csv": as_csv, ".jsonl": as_json_lines}
"""Suffix → what makes the file's text."""
