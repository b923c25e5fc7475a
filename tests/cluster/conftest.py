"""A cluster of Ray on this machine for the tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cluster import Cluster, open_cluster

WORKERS = 2


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    pytest.importorskip("ray", reason="ray is not installed: requirements-cluster.txt")
    with open_cluster(WORKERS) as opened:
        yield opened
