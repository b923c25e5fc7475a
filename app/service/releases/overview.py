"""What the store says of its releases, put together for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store import (
    PRODUCTION,
    AliasMove,
    Difference,
    GateRun,
    Limits,
    PilotView,
    Release,
    Store,
    StoredEdit,
    Verification,
)

if TYPE_CHECKING:
    from app.evaluation.gate import GateChanges


@dataclass(frozen=True)
class Overview:
    """All releases of a store."""

    releases: tuple[Release, ...]
    """The newest first."""
    aliases: Mapping[str, AliasMove]
    """Alias → the move by which it stands where it does."""
    runs: Mapping[str, GateRun]
    """Id of a release → the last run of its gate, where there was one."""
    limits: Limits

    def aliases_at(self, release_id: str) -> tuple[str, ...]:
        """The aliases that stand at a release."""
        return tuple(alias for alias, move in self.aliases.items() if move.release == release_id)


@dataclass(frozen=True)
class GateReport:
    """A run of the gate, beside the last one of the release that production stands at."""

    release: Release
    run: GateRun
    crossed: tuple[str, ...]
    """The limits, as they are now, that the run crosses, in words."""
    compared_with: Release | None
    changes: GateChanges


@dataclass(frozen=True)
class ReleaseDetails:
    """One release with all that is in it."""

    release: Release
    edits: tuple[StoredEdit, ...]
    aliases: tuple[str, ...]
    verification: Verification
    gate: GateReport | None
    here: tuple[Difference, ...] | None
    """What it pins and what is open here, where that differs; None: no model is loaded."""


def overview_of(store: Store) -> Overview:
    """Every release with where it stands."""
    releases = store.releases.all()
    return Overview(releases, store.aliases.standing(), _runs(store, releases), store.gate_runs.limits())


def pilot_of(store: Store) -> PilotView:
    """Members and counts."""
    releases = store.releases.all()
    return PilotView(
        members=store.pilot.members(),
        usage=store.pilot.usage(),
        aliases=store.aliases.standing(),
        releases={release.id: release for release in releases},
        runs=_runs(store, releases),
    )


def gate_of(store: Store, release: Release) -> GateReport | None:
    """The last run of a release; None where there was none."""
    from app.evaluation.gate import changes

    run = store.gate_runs.newest(release.id)
    if run is None:
        return None
    standing = store.aliases.at(PRODUCTION)
    before = None if standing is None or standing.release == release.id else store.releases.get(standing.release)
    earlier = None if before is None else store.gate_runs.newest(before.id)
    compared = before if earlier is not None else None
    found = changes(() if earlier is None else earlier.results, run.results if earlier is not None else ())
    return GateReport(release, run, run.figures.crossed(store.gate_runs.limits()), compared, found)


def _runs(store: Store, releases: tuple[Release, ...]) -> dict[str, GateRun]:
    found = ((release.id, store.gate_runs.newest(release.id)) for release in releases)
    return {release_id: run for release_id, run in found if run is not None}
