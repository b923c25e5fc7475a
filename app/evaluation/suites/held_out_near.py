"""Held-out relations with near misses: what a company's pool meets, and what sureness must be measured on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import ClassVar

from app.data import Probe, ProbeKind
from app.evaluation.suites.filling import SEED
from app.evaluation.suites.held_out import RECORDS, HeldOut
from app.evaluation.suites.suite import SuiteData
from app.training.generator.english import ENGLISH
from app.training.generator.held_out import held_out_records
from app.training.generator.relations import Relation, held_out_relations
from app.training.generator.wording import question


class HeldOutNear(HeldOut):
    """The records of `held-out`, each also asked for another property of its subject, which no edit states."""

    name = "held-out-near"
    title = "Held-out relations with near misses"
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("paraphrase", "neighbourhood")

    def load(self, folder: Path) -> SuiteData:
        """The same records every time; `folder` is not read."""
        data, random = super().load(folder), Random(f"near {SEED}")
        relations = {relation.id: relation for relation in held_out_relations(ENGLISH)}
        records = []
        for record, example in zip(data.records, held_out_records(RECORDS, SEED), strict=True):
            others = _of_such_subjects(relations[example.relation], tuple(relations.values()))
            if others:
                asked = question(random, ENGLISH, random.choice(others), record.subject, "question")
                record = replace(record, probes=(*record.probes, Probe("neighbourhood", asked)))
            records.append(record)
        return replace(data, records=tuple(records))


def _of_such_subjects(relation: Relation, relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """The other relations that a subject of this one can have."""
    kinds = set(relation.subjects)
    return tuple(other for other in relations if other.id != relation.id and kinds & set(other.subjects))
