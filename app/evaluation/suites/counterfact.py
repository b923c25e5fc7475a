"""CounterFact: counterfactual facts, asked as they stand, in other words, and about neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from app.data.benchmarks import find, read_counterfact
from app.data.benchmarks.reading import lookup
from app.evaluation.suites.filling import ThenMade
from app.evaluation.suites.suite import Filler, Suite, SuiteData


class CounterFact(Suite):
    """5,000 records; larger pools are filled up from the other parts, where they are there, then with made edits."""

    file: ClassVar[str] = "counterfact-edit.json"
    more_edits: ClassVar[tuple[str, ...]] = ("counterfact-val.json", "counterfact-train.json")
    name = "counterfact"
    title = "CounterFact"
    version = "1"
    citation = "Meng et al., Locating and Editing Factual Associations in GPT, NeurIPS 2022 (arXiv 2202.05262)"
    kinds = ("efficacy", "paraphrase", "neighbourhood")

    def load(self, folder: Path) -> SuiteData:
        main = read_counterfact(find(folder, self.file))
        fillers: list[Filler] = []
        sha256 = {main.file: main.sha256}
        for path in filter(None, (lookup(folder, name) for name in self.more_edits)):
            more = read_counterfact(path)
            sha256[more.file] = more.sha256
            fillers += [Filler(record.edit, record.subject) for record in more.records]
        return SuiteData(main.records, ThenMade(tuple(fillers)), sha256, main.left_out)


class CounterFactValidation(CounterFact):
    """1,919 further records, for choosing settings and for calibrating: no figure is reported on them."""

    file: ClassVar[str] = "counterfact-val.json"
    more_edits: ClassVar[tuple[str, ...]] = ("counterfact-train.json",)
    name = "counterfact-val"
    title = "CounterFact, validation part"
