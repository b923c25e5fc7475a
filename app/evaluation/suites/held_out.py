"""Held-out relations: records of kinds that no adapter of ours was ever trained on, made by the training generator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import ClassVar

from app.data import Probe, ProbeKind, Record
from app.evaluation.suites.filling import SEED, made_fillers
from app.evaluation.suites.made import edit_of
from app.evaluation.suites.suite import Suite, SuiteData
from app.training.generator.held_out import held_out_records

RECORDS = 1_000


class HeldOut(Suite):
    """1,000 made records of frozen relations, each asked as a question and as a cloze. Needs no files."""

    name = "held-out"
    title = "Held-out relations"
    version = "2"
    citation = "This project, app/training/generator"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("paraphrase",)

    def load(self, folder: Path) -> SuiteData:
        """The same records every time; `folder` is not read."""
        examples = held_out_records(RECORDS, SEED)
        records = tuple(
            Record(
                edit=edit_of(example),
                subject=example.subject or example.edit,
                probes=tuple(Probe("paraphrase", q.text, q.answer) for q in example.questions),
            )
            for example in examples
        )
        digest = hashlib.sha256("\n".join(record.edit.text for record in records).encode()).hexdigest()
        return SuiteData(records, made_fillers(), {"made": digest}, {})
