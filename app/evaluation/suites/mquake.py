"""MQuAKE, two hops: questions whose answer follows from two edits of the pool."""

from __future__ import annotations

from pathlib import Path

from app.data.benchmarks import find, read_mquake
from app.evaluation.suites.filling import Filling
from app.evaluation.suites.suite import Suite, SuiteData


class MquakeTwoHops(Suite):
    """Cases of a part of MQuAKE-CF-3k-v2 whose two facts are both edited. Wants a policy that reads two edits."""

    name = "mquake"
    title = "MQuAKE, two hops (a part of MQuAKE-CF-3k-v2)"
    version = "1"
    citation = (
        "Zhong et al., MQuAKE: Assessing Knowledge Editing via Multi-Hop Questions, EMNLP 2023 (arXiv 2305.14795)"
    )
    kinds = ("multi-hop",)
    policy = "top-2"

    def load(self, folder: Path) -> SuiteData:
        benchmark = read_mquake(find(folder, "mquake-subset.json"))
        filling = Filling(folder)
        sha256 = {benchmark.file: benchmark.sha256, **filling.sha256}
        return SuiteData(benchmark.records, filling, sha256, benchmark.left_out)
