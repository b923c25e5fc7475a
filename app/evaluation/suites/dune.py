"""DUNE: edits in free text that answers have to follow from, in three of its domains."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from app.data import ProbeKind
from app.data.benchmarks.dune import ArithmeticShape, DuneShape, NewInformationShape, ScientificShape, read_dune
from app.evaluation.suites.filling import Filling
from app.evaluation.suites.suite import Suite, SuiteData


class Dune(Suite):
    """One domain of DUNE: its file with edits, and the file with questions that must stay what they were.

    The right answer to a multiple-choice question is a letter. An answer that begins with the article “A” cannot be
    told from the letter; untouched and edited backbones are counted alike.
    """

    file: ClassVar[str]
    shape: ClassVar[type[DuneShape]]
    version = "1"
    citation = "Akyürek et al., DUnE: Dataset for Unified Editing, EMNLP 2023 (arXiv 2311.16087)"
    language = "en"

    def load(self, folder: Path) -> SuiteData:
        benchmark, locality = read_dune(folder, self.file, self.shape, self.kinds[0])
        filling = Filling(folder)
        sha256 = {benchmark.file: benchmark.sha256, f"{self.file}_locality.json": locality, **filling.sha256}
        return SuiteData(benchmark.records, filling, sha256, benchmark.left_out)


class DuneArithmetic(Dune):
    """Equations, asked as word problems: right where the result stands in the answer."""

    name, title = "dune-arithmetic", "DUNE, arithmetic"
    file, shape = "arithmetic", ArithmeticShape
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("question", "neighbourhood")
    max_new_tokens = 40


class DuneNewInformation(Dune):
    """Events of 2022, asked as multiple choice."""

    name, title = "dune-new-information", "DUNE, new information"
    file, shape = "new_info", NewInformationShape
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("paraphrase", "neighbourhood")


class DuneScientific(Dune):
    """Explanations of science, asked as multiple choice whose answer follows from them."""

    name, title = "dune-scientific", "DUNE, scientific reasoning"
    file, shape = "scientific", ScientificShape
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("portability", "neighbourhood")


DOMAINS: tuple[Dune, ...] = (DuneArithmetic(), DuneNewInformation(), DuneScientific())
