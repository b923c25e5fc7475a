"""Held-out relations: records of kinds that no adapter of ours was ever trained on, made by the training generator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import ClassVar

from app.data import Edit, Probe, ProbeKind, Record
from app.evaluation.suites.suite import Filler, Suite, SuiteData
from app.training.generator.held_out import held_out_records
from app.training.mixture import Mixture, MixtureConfig

RECORDS = 1_000
FILLERS = 10_000
SEED = 20_261


class HeldOut(Suite):
    """1,000 made records of frozen relations, each asked as a question and as a cloze. Needs no files."""

    name = "held-out"
    title = "Held-out relations"
    version = "1"
    citation = "This project, app/training/generator"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("paraphrase",)

    def load(self, folder: Path) -> SuiteData:
        """The same records every time; `folder` is not read."""
        examples = held_out_records(RECORDS, SEED)
        records = tuple(
            Record(
                edit=Edit.of(example.edit, example.language),
                subject=example.subject or example.edit,
                probes=tuple(Probe("paraphrase", q.text, q.answer) for q in example.questions),
            )
            for example in examples
        )
        digest = hashlib.sha256("\n".join(record.edit.text for record in records).encode()).hexdigest()
        return SuiteData(records, _fillers({r.subject.casefold() for r in records}), {"made": digest}, {})


def _fillers(taken: set[str]) -> tuple[Filler, ...]:
    """Edits of the training generator's other relations, no subject twice."""
    mixture = Mixture(MixtureConfig(family_share=0.0), SEED)
    found: dict[str, Filler] = {}
    step = 0
    while len(found) < FILLERS:
        for example in mixture.batch(step).examples:
            subject = (example.subject or example.edit).casefold()
            if subject not in taken:
                found.setdefault(subject, Filler(Edit.of(example.edit, example.language), subject))
        step += 1
    return tuple(found.values())
