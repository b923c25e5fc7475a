"""Edits and the questions about them: what people upload, the demo, the public benchmarks."""

from __future__ import annotations

from app.data.columns import Columns, guess
from app.data.demo import Demo, demo_edits, demo_questions, demos
from app.data.edit import (
    ANSWER_KINDS,
    PROBE_KINDS,
    AnswerKind,
    Edit,
    Fact,
    Part,
    Probe,
    ProbeKind,
    Record,
    edit_id,
    normalise,
)
from app.data.language import language_of
from app.data.mapping import upload_of
from app.data.names import ROLES, Role
from app.data.readers import READERS, read_lines, read_table, read_upload
from app.data.table import Table
from app.data.terms import Terms
from app.data.upload import Fault, Upload

__all__ = [
    "ANSWER_KINDS",
    "PROBE_KINDS",
    "READERS",
    "ROLES",
    "AnswerKind",
    "Columns",
    "Demo",
    "Edit",
    "Fact",
    "Fault",
    "Part",
    "Probe",
    "ProbeKind",
    "Record",
    "Role",
    "Table",
    "Terms",
    "Upload",
    "demo_edits",
    "demo_questions",
    "demos",
    "edit_id",
    "guess",
    "language_of",
    "normalise",
    "read_lines",
    "read_table",
    "read_upload",
    "upload_of",
]
