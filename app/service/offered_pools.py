"""Pools in folders that whoever runs the workbench offers: anybody may choose one to ask with, nobody changes it.

`python -m app compress --output FOLDER` makes them; they are read from the disk as needed, however many edits they
hold. A session that has chosen one keeps its own edits, which take no part in its answers meanwhile.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import PoolError
from app.model.pool_header import HEADER, read_header
from app.service.permissions import permitted

if TYPE_CHECKING:
    from app.model import EditableModel, GistPool
    from app.service.core import Core


@dataclass(frozen=True)
class PoolOffer:
    """A pool that can be chosen."""

    name: str
    """Of its folder."""
    edits: int


@dataclass(frozen=True, eq=False)
class OfferedPool:
    """A pool that a session has chosen."""

    name: str
    pool: GistPool

    def read_by(self, model: EditableModel) -> GistPool:
        """The pool for this model.

        Raises:
            PoolError: another model made it.
        """
        if self.pool.made_by != model.compressor.made_by:
            raise PoolError(
                f"The pool “{self.name}” was made by another model, adapter, precision or memory setting.",
                "A pool is read by what made it; none of its edits can be used here.",
                "Choose other edits; whoever runs this workbench can start it with what made the pool.",
            )
        return self.pool


class OfferedPools:
    """Those of the settings. Every function with a token raises SessionExpiredError where there is no session."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._opened: dict[Path, tuple[tuple[int, int], OfferedPool]] = {}
        """With the age and size of the header it was opened by: a pool may grow meanwhile."""
        self._lock = threading.Lock()

    def check(self) -> None:
        """Whether they can be offered; told at the start, not to the first visitor.

        Raises:
            PoolError: a folder holds no pool, two have the same name, or a release is served, which answers alone.
        """
        folders = self._core.settings.pools
        names = [name_of(folder) for folder in folders]
        double = next((name for name in names if names.count(name) > 1), None)
        if double is not None:
            raise PoolError(
                f"Two pools are called “{double}”.", "A pool is known by the name of its folder.", "Rename a folder."
            )
        if folders and self._core.serves:
            raise PoolError(
                "Pools were named, and a release.", "A release answers alone.", "Leave out --pool, or --release."
            )
        for folder in folders:
            read_header(folder)

    @permitted("pools.offered")
    def offered(self) -> tuple[PoolOffer, ...]:
        """What can be chosen, in the order of the settings; a folder that is no pool any more is left out."""
        found = []
        for folder in self._core.settings.pools:
            try:
                found.append(PoolOffer(name_of(folder), read_header(folder)["edits"]))
            except PoolError:
                continue
        return tuple(found)

    @permitted("pools.in_use")
    def in_use(self, token: str | None) -> PoolOffer | None:
        """The pool that the session asks with; None where it asks with its own edits or the shared ones."""
        chosen = self._core.session(token).offered
        return None if chosen is None else PoolOffer(chosen.name, len(chosen.pool))

    @permitted("pools.use")
    def use(self, token: str | None, name: str) -> PoolOffer:
        """From now on the session asks with this pool alone. Its own edits stay as they are.

        Raises:
            PoolError: no pool of that name is offered, it cannot be opened, or another model made it; the session then
                asks with what it asked with before. While the model is not loaded, the question tells the last.
        """
        session = self._core.session(token)
        folder = next((one for one in self._core.settings.pools if name_of(one) == name), None)
        if folder is None or self._core.serves:
            names = ", ".join(f"“{one.name}”" for one in self.offered())
            allowed = f"Pools offered: {names}." if names else "None is offered."
            raise PoolError(f"No pool is called “{name}” here.", allowed, "Choose another one, or your own edits.")
        chosen = self._open(folder)
        if self._core.loading.ready:
            chosen.read_by(self._core.model())
        session.offered, session.shares_as = chosen, None
        return PoolOffer(chosen.name, len(chosen.pool))

    @permitted("pools.leave")
    def leave(self, token: str | None) -> None:
        """From now on the session asks with its own edits again; does nothing where it asks with no pool."""
        self._core.session(token).offered = None

    def _open(self, folder: Path) -> OfferedPool:
        from app.model.pool_file import open_pool

        read_header(folder)  # tells what is wrong
        told = (folder / HEADER).stat()
        age = told.st_mtime_ns, told.st_size
        with self._lock:
            known = self._opened.get(folder)
            if known is None or known[0] != age:
                self._opened[folder] = known = age, OfferedPool(name_of(folder), open_pool(folder))
            return known[1]


def name_of(folder: Path) -> str:
    """What a pool in a folder is called."""
    return folder.resolve().name
