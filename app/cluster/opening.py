"""A cluster of Ray: one of our own on this machine, or one that runs already."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from app.config import ROOT
from app.errors import ClusterError, InputError, RayMissingError

OBJECTS_BYTES = 512 * 2**20
"""Room that a cluster of our own has for what is on its way between processes; more goes to the disk."""
NOT_SENT = [".git", ".venv", "notebooks", "tests", "assets/docs", "assets/results"]
"""Of the program's folder, to other machines: what no worker reads."""


@dataclass(frozen=True)
class Cluster:
    """Where workers run, and how many."""

    ray: ModuleType
    workers: int
    cores: int
    """Of the processor, for each worker."""


@contextmanager
def open_cluster(workers: int | None, address: str | None = None) -> Iterator[Cluster]:
    """A cluster while it is needed.

    Args:
        workers: None: one for every machine.
        address: of a cluster that runs, as Ray has it (`auto`, `HOST:6379`, `ray://HOST:10001`), to whose machines the
            program is sent; None: processes of this machine.

    Raises:
        RayMissingError: Ray is not installed.
        InputError: no worker at all.
        ClusterError: the cluster cannot be reached or started.
    """
    if workers is not None and workers < 1:
        raise InputError(f"{workers} workers cannot do anything.", "Workers: a whole number from 1 upwards.", "")
    ray = _ray()
    try:
        cluster = _begun(ray, workers or 1) if address is None else _joined(ray, workers, address)
    except (ConnectionError, OSError, RuntimeError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"No cluster of workers at {address or 'this machine'}: {error}.",
            "",
            "Check the address, and the token of the cluster (RAY_AUTH_MODE=token), or use this machine alone.",
        ) from error
    try:
        yield cluster
    finally:
        ray.shutdown()


def _ray() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    try:
        ray = import_module("ray")
        worker = import_module("ray._private.worker")
    except ImportError as error:
        raise RayMissingError(
            "Several processes were asked for, and the package ray, which runs them, is not installed.",
            "Without it everything is done by one process.",
            "Run `python -m pip install -r requirements-cluster.txt`, or leave the option out.",
        ) from error
    # Ray would tell of a worker's death on standard output, where results go; `Crew` deals with it.
    vars(worker)["_worker_logs_enabled"] = False
    return ray


def _begun(ray: ModuleType, workers: int) -> Cluster:
    os.environ.setdefault("RAY_worker_niceness", "0")  # what they do is what is waited for
    cores = max(1, (os.cpu_count() or 1) // workers)
    ray.init(
        address="local",
        num_cpus=workers * cores,
        object_store_memory=OBJECTS_BYTES,
        include_dashboard=False,
        log_to_driver=False,
        logging_level=logging.ERROR,
    )
    return Cluster(ray, workers, cores)


def _joined(ray: ModuleType, workers: int | None, address: str) -> Cluster:
    program = {"working_dir": str(ROOT), "excludes": NOT_SENT}
    ray.init(address=address, runtime_env=program, log_to_driver=False, logging_level=logging.ERROR)
    machines = [node["Resources"].get("CPU", 0.0) for node in ray.nodes() if node["Alive"]]
    wanted = workers or len(machines)
    on_one = -(-wanted // len(machines))
    return Cluster(ray, wanted, max(1, int(min(machines)) // on_one))
