"""Edits and the questions about them: what people upload, the demo, the public benchmarks."""

from __future__ import annotations

from app.data.demo import Demo, demo_edits, demo_questions, demos
from app.data.edit import PROBE_KINDS, Edit, Probe, ProbeKind, Record, edit_id, normalise
from app.data.language import language_of
from app.data.readers import READERS, read_lines, read_upload
from app.data.upload import Fault, Upload

__all__ = [
    "PROBE_KINDS",
    "READERS",
    "Demo",
    "Edit",
    "Fault",
    "Probe",
    "ProbeKind",
    "Record",
    "Upload",
    "demo_edits",
    "demo_questions",
    "demos",
    "edit_id",
    "language_of",
    "normalise",
    "read_lines",
    "read_upload",
]
