"""zsRE with portability: question-shaped edits, questions in other words, and what follows from the edit."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks import find, read_zsre
from app.evaluation.suites.filling import Filling
from app.evaluation.suites.suite import Suite, SuiteData

_FILES = ("zsre-portability.json", "zsre_mend_eval_portability_gpt4.json")


class Zsre(Suite):
    """One record a subject: the file's later records of a subject contradict the first."""

    name = "zsre"
    title = "zsRE with portability"
    version = "2"
    citation = (
        "Levy et al., Zero-Shot Relation Extraction via Reading Comprehension, CoNLL 2017; "
        "Yao et al., Editing Large Language Models, EMNLP 2023 (arXiv 2305.13172)"
    )
    kinds = ("efficacy", "paraphrase", "portability", "neighbourhood")

    def load(self, folder: Path) -> SuiteData:
        benchmark = read_zsre(find(folder, *_FILES))
        filling = Filling(folder)
        sha256 = {benchmark.file: benchmark.sha256, **filling.sha256}
        return SuiteData(benchmark.records, filling, sha256, benchmark.left_out)
