"""NQ-open: questions about none of the edits. The share whose answer stays the untouched backbone's."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks import find, read_natural_questions
from app.data.benchmarks.reading import sha256_of
from app.evaluation.suites.filling import Filling, beside
from app.evaluation.suites.suite import Suite, SuiteData


class NqOpen(Suite):
    """1,800 questions beside pools of edits that have nothing to do with them."""

    name = "nq-open"
    title = "NQ-open, unrelated questions"
    version = "1"
    citation = (
        "Kwiatkowski et al., Natural Questions, TACL 2019; "
        "Lee et al., Latent Retrieval for Weakly Supervised Open Domain Question Answering, ACL 2019"
    )
    kinds = ("neighbourhood",)

    def load(self, folder: Path) -> SuiteData:
        """Each question at one of the edits that fill the pools."""
        path = find(folder, "nq-open-dev.jsonl")
        probes = read_natural_questions(path)
        filling = Filling(folder)
        records = beside(probes, filling)
        return SuiteData(records, filling, {path.name: sha256_of(path), **filling.sha256})
