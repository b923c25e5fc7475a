"""MQuAKE: questions whose answer follows from two, three or four edits of the pool."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from app.data import ProbeKind
from app.data.benchmarks import find, read_mquake
from app.data.benchmarks.pokemqa import read_trained_subjects
from app.evaluation.suites.filling import Filling
from app.evaluation.suites.suite import Suite, SuiteData


class Mquake(Suite):
    """Cases of a part of MQuAKE-CF-3k-v2 whose facts are all edited. Wants a policy that reads so many edits.

    Where the folder has PokeMQA, which adapters are trained on, cases about its subjects are left out.
    """

    hops: ClassVar[int]
    version = "2"
    citation = (
        "Zhong et al., MQuAKE: Assessing Knowledge Editing via Multi-Hop Questions, EMNLP 2023 (arXiv 2305.14795)"
    )
    kinds: ClassVar[tuple[ProbeKind, ...]] = ("multi-hop",)

    def load(self, folder: Path) -> SuiteData:
        trained = read_trained_subjects(folder)
        benchmark = read_mquake(find(folder, "mquake-subset.json"), self.hops, trained)
        filling = Filling(folder)
        sha256 = {benchmark.file: benchmark.sha256, **dict(trained.sha256), **filling.sha256}
        return SuiteData(benchmark.records, filling, sha256, benchmark.left_out)


class MquakeTwoHops(Mquake):
    """Two edits: a policy that reads two."""

    name, title = "mquake", "MQuAKE, two hops (a part of MQuAKE-CF-3k-v2)"
    hops = 2
    policy = "top-2"


class MquakeThreeHops(Mquake):
    """Three edits: a policy that reads up to four."""

    name, title = "mquake-3-hops", "MQuAKE, three hops (a part of MQuAKE-CF-3k-v2)"
    hops = 3
    policy = "top-4"


class MquakeFourHops(Mquake):
    """Four edits."""

    name, title = "mquake-4-hops", "MQuAKE, four hops (a part of MQuAKE-CF-3k-v2)"
    hops = 4
    policy = "top-4"
