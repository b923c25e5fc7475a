"""known_1000: facts that models tend to know. The share whose answer stays the untouched backbone's."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks import find
from app.data.benchmarks.known_facts import read_known_facts
from app.data.benchmarks.reading import sha256_of
from app.evaluation.suites.filling import Filling, NotAbout, beside
from app.evaluation.suites.suite import Suite, SuiteData


class KnownFacts(Suite):
    """1,209 facts beside pools of edits, none of them about a subject that is asked for."""

    name = "known-1000"
    title = "known_1000, facts that models know"
    version = "1"
    citation = "Meng et al., Locating and Editing Factual Associations in GPT, NeurIPS 2022 (arXiv 2202.05262)"
    kinds = ("neighbourhood",)

    def load(self, folder: Path) -> SuiteData:
        """Each fact at one of the edits that fill the pools."""
        path = find(folder, "known_1000.json")
        facts = read_known_facts(path)
        filling = Filling(folder)
        others = NotAbout(filling, frozenset(subject.casefold() for subject, _ in facts))
        records = beside([probe for _, probe in facts], others)
        return SuiteData(records, others, {path.name: sha256_of(path), **filling.sha256})
