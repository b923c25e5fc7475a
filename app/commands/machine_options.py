"""Options of commands whose work several processes can share, on this machine or on others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.service.machines import Machines

Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        help="Share the work among so many processes (needs ray).",
        show_default="one process; with --ray one a machine",
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Share the work among the machines of a Ray cluster: auto, HOST:6379 or ray://HOST:10001.",
        show_default="this machine",
    ),
]


@dataclass(frozen=True)
class MachineOptions:
    """Who does the work."""

    workers: Workers = None
    ray: RayAddress = None

    @contextmanager
    def open(self) -> Iterator[Machines | None]:
        """The processes that share the work, while they do; None: this process does it alone.

        Raises:
            RayMissingError, InputError, ClusterError: see `app.cluster.open_cluster`.
        """
        if self.workers is None and self.ray is None:
            yield None
            return
        from app.service.machines import machines

        with machines(self.workers, self.ray) as opened:
            yield opened
