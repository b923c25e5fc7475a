"""Aliases: names that stand at a release and are moved. Where an alias stands is its last move; none is ever undone.

To roll back is to move an alias to where it stood before. The moves are read as a stack for that: a move to a release
that is on it takes off all that came after, so that what was rolled back from is not gone back to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import GateError, InputError, ReleaseError
from app.store.audit import Event, append
from app.store.database import Database
from app.store.gate_runs import limits_of, newest_run
from app.store.release_records import PRODUCTION, AliasMove, GateRun, Release
from app.store.releases import like_an_id, release_in
from app.store.rules import GATE_LIMITS, rule_in
from app.store.tables import AliasMoveRow, ReleaseRow
from app.store.values import sound_name, sound_note, storable

_ALIAS = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Aliases:
    """The aliases of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> dict[str, AliasMove]:
        """Alias → the move by which it stands where it does, by name."""
        return dict(sorted({move.alias: move for move in reversed(self.history())}.items()))

    def at(self, alias: str) -> AliasMove | None:
        """Where an alias stands; None where it was never moved, or there is none of that name."""
        with self._database.reading() as session:
            return _last(session, alias)

    def history(self, alias: str | None = None) -> tuple[AliasMove, ...]:
        """Every move, of one alias or of all, the newest first."""
        with self._database.reading() as session:
            return _moves(session, alias)

    def move(
        self, alias: str, reference: str, *, author: str = "", reason: str = "", override: bool = False
    ) -> AliasMove:
        """Moves an alias to a release; where it stands there already, that is no change.

        Args:
            reference: the release's name or id, or an alias that stands at it.
            override: moves `production` also where the gate refuses; needs a reason, and is recorded.

        Raises:
            InputError: the alias cannot be one, a text is too long, or an override has no reason.
            ReleaseMissingError: no such release.
            GateError: to `production`, and the release was not tested, or crosses a limit.
        """
        clean, by, why = _sound_alias(alias), sound_name(author), sound_note(reason)
        with self._database.writing() as session:
            _require_no_release(session, clean)
            release, before = release_in(session, reference), _last(session, clean)
            if before is not None and before.release == release.id:
                return before
            run = newest_run(session, release.id)
            refusal = _refusal(session, release, run) if clean == PRODUCTION else ""
            if refusal and not override:
                raise GateError(
                    f"The release “{release.name}” is not promoted: {refusal}.",
                    "A release comes to production once its test questions are answered within the limits.",
                    "Ask them (Test; python -m app release gate), or override the test (--override) and give a reason. "
                    "Nothing was moved.",
                )
            if refusal and not why:
                raise InputError("To override the test needs a reason.", "", "Say why; nothing was moved.")
            return _moved(session, clean, release, before, by, why, run, refusal)

    def rollback(self, alias: str, reference: str | None = None, *, author: str = "", reason: str = "") -> AliasMove:
        """Moves an alias back to a release where it stood before; the gate is not asked again.

        Args:
            reference: any release where it stood; None: where it stood before it first came to where it stands, so
                that A, B, C is rolled back to B, and then to A.

        Raises:
            InputError: there is no reason, or it is too long.
            ReleaseError: it stood nowhere before, or never there.
            ReleaseMissingError: no such release.
        """
        clean, by, why = _sound_alias(alias), sound_name(author), sound_note(reason)
        if not why:
            raise InputError("To roll back needs a reason.", "", "Say why; nothing was moved.")
        with self._database.writing() as session:
            moves = _moves(session, clean)
            wanted = _before(moves) if reference is None else release_in(session, reference).id
            target = next((move for move in moves if wanted == move.release != moves[0].release), None)
            if target is None:
                raise ReleaseError(
                    f"The alias {clean!r} has not stood {'anywhere' if reference is None else 'there'} before.",
                    "It is rolled back to a release where it stood before it came to where it stands, or to one that "
                    "is named.",
                    "Name one of its history, or move it instead. Nothing was moved.",
                )
            run = newest_run(session, target.release)
            return _moved(session, clean, release_in(session, target.release), moves[0], by, why, run, "")


def _moves(session: Session, alias: str | None = None, most: int | None = None) -> tuple[AliasMove, ...]:
    """The newest first."""
    rows = select(AliasMoveRow, ReleaseRow.name).join(ReleaseRow, ReleaseRow.id == AliasMoveRow.release)
    if alias is not None:
        rows = rows.where(AliasMoveRow.alias == storable(alias))
    found = session.execute(rows.order_by(AliasMoveRow.number.desc()).limit(most))
    return tuple(_move_of(row, name) for row, name in found)


def _before(moves: Sequence[AliasMove]) -> str | None:
    """The release below the one where an alias stands, on the stack of its moves; None where there is none."""
    stack: list[str] = []
    for move in reversed(moves):
        if move.release in stack:
            del stack[stack.index(move.release) :]
        stack.append(move.release)
    return stack[-2] if len(stack) > 1 else None


def _last(session: Session, alias: str) -> AliasMove | None:
    return next(iter(_moves(session, alias, most=1)), None)


def _refusal(session: Session, release: Release, run: GateRun | None) -> str:
    """Why a release may not come to production, by the limits as they are now; empty: it may."""
    if run is None:
        return "its test questions have not been asked"
    return "; ".join(run.figures.crossed(limits_of(rule_in(session, GATE_LIMITS))))


def _moved(
    session: Session,
    alias: str,
    release: Release,
    before: AliasMove | None,
    by: str,
    why: str,
    run: GateRun | None,
    refusal: str,
) -> AliasMove:
    now = datetime.now(UTC)
    row = AliasMoveRow(
        alias=alias,
        release=release.id,
        moved=now,
        moved_by=by,
        reason=why,
        gate_run=None if run is None else run.id,
        overridden=bool(refusal),
    )
    session.add(row)
    session.flush()
    detail = {
        "release": release.id,
        "name": release.name,
        "before": None if before is None else before.release,
        "reason": why,
        "gate_run": row.gate_run,
        "overridden": refusal,
    }
    append(session, [Event(by, "alias.moved", "alias", alias, detail)], now)
    return _move_of(row, release.name)


def _move_of(row: AliasMoveRow, name: str) -> AliasMove:
    return AliasMove(
        row.number, row.alias, row.release, name, row.moved, row.moved_by, row.reason, row.gate_run, row.overridden
    )


def _sound_alias(alias: str) -> str:
    if not _ALIAS.fullmatch(alias) or like_an_id(alias):
        raise InputError(
            f"{clip(alias)!r} cannot be an alias.",
            "It has 1 to 40 small letters, digits and hyphens, begins with a letter, and does not look like an id.",
            "Choose another one; nothing was moved.",
        )
    return alias


def _require_no_release(session: Session, alias: str) -> None:
    if session.scalar(select(ReleaseRow.id).where(ReleaseRow.name == alias)) is not None:
        raise InputError(
            f"A release is named {alias!r}.",
            "An alias has a name of its own.",
            "Choose another one; nothing was moved.",
        )
