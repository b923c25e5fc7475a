"""The pilot: who is served another alias than everyone else, what people say of answers, and what it came to."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from app.data.upload import clip
from app.errors import AnswerMissingError, InputError, ReleaseMissingError
from app.store.audit import Event, append
from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.release_records import PRODUCTION, VERDICTS, Mark, PilotMember, Usage, Verdict
from app.store.tables import AliasMoveRow, AnswerRow, MarkRow, PilotMemberRow, ReleaseRow, UsedEditRow
from app.store.values import sound_name, sound_note, storable


class Pilot:
    """Members, marks and counts of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Members

    def members(self) -> tuple[PilotMember, ...]:
        """Everyone in the pilot, by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(PilotMemberRow).order_by(PilotMemberRow.name))
            return tuple(PilotMember(row.name, row.alias, row.added, row.added_by) for row in rows)

    def add(self, name: str, alias: str, *, author: str = "") -> PilotMember:
        """From now on this person is served this alias; upper and lower case are the same.

        Raises:
            InputError: there is no name, or it is too long.
            ReleaseMissingError: the alias stands at no release.
        """
        clean, by, now = _sound_member(name), sound_name(author), datetime.now(UTC)
        with self._database.writing() as session:
            if (
                session.scalar(select(AliasMoveRow.number).where(AliasMoveRow.alias == storable(alias)).limit(1))
                is None
            ):
                raise ReleaseMissingError(
                    f"The alias {clip(alias)!r} stands at no release.", "", "Move it to one first; nothing was changed."
                )
            session.execute(delete(PilotMemberRow).where(PilotMemberRow.name == clean))
            session.execute(insert(PilotMemberRow), [{"name": clean, "alias": alias, "added": now, "added_by": by}])
            append(session, [_told("pilot.joined", clean, by, alias)], now)
        return PilotMember(clean, alias, now, by)

    def remove(self, name: str, *, author: str = "") -> bool:
        """From now on this person is served as everyone else; False where they were before."""
        clean, by = _sound_member(name), sound_name(author)
        with self._database.writing() as session:
            alias = session.scalar(select(PilotMemberRow.alias).where(PilotMemberRow.name == clean))
            if alias is None:
                return False
            session.execute(delete(PilotMemberRow).where(PilotMemberRow.name == clean))
            append(session, [_told("pilot.left", clean, by, alias)])
        return True

    def alias_of(self, name: str) -> str | None:
        """The alias that this person is served; None: that of everyone else."""
        with self._database.reading() as session:
            return session.scalar(select(PilotMemberRow.alias).where(PilotMemberRow.name == member_name(name)))

    # Marks

    def mark(self, answer: str, verdict: str, *, author: str = "", note: str = "") -> Mark:
        """What somebody says of an answer; said again, it takes the place of what they said before.

        Raises:
            InputError: no such verdict, or a text is too long.
            AnswerMissingError: no such answer.
        """
        if verdict not in VERDICTS:
            raise InputError(f"{clip(verdict)!r} is no verdict.", f"Verdicts: {', '.join(VERDICTS)}.", "Choose one.")
        given = Mark(storable(answer), sound_name(author), datetime.now(UTC), verdict, sound_note(note))
        with self._database.writing() as session:
            if session.scalar(select(AnswerRow.number).where(AnswerRow.id == given.answer)) is None:
                raise AnswerMissingError(
                    f"There is no answer {clip(answer)!r} in the store.",
                    "",
                    "`python -m app release pilot` lists some.",
                )
            same = (MarkRow.answer == given.answer) & (MarkRow.marked_by == given.marked_by)
            session.execute(delete(MarkRow).where(same))
            session.execute(insert(MarkRow), [vars(given)])
            detail = {"verdict": verdict, "note": given.note}
            append(session, [Event(given.marked_by, "answer.marked", "answer", given.answer, detail)], given.marked)
        return given

    def marks(self, answers: Iterable[str]) -> tuple[Mark, ...]:
        """What was said of these answers, the oldest first."""
        with self._database.reading() as session:
            return _marks(session, answers)

    # Counts

    def usage(self) -> tuple[Usage, ...]:
        """What came of the questions that each alias answered, `production` first, then by name.

        An answer counts for the alias that stood at its release when it was given. Where several stood there, for that
        of the person who asked, if they are in the pilot, else for `production`. A release that was served by its
        own name counts under that.
        """
        with self._database.reading() as session:
            given = _given(session)
            standing = _Standing.read(session)
            verdicts: dict[str, list[str]] = defaultdict(list)
            for mark in _marks(session, (one.id for one in given)):
                verdicts[mark.answer].append(mark.verdict)
        found: dict[str, list[_Given]] = defaultdict(list)
        for one in given:
            found[standing.alias_of(one)].append(one)
        counted = (_counted(alias, answers, verdicts) for alias, answers in found.items())
        return tuple(sorted(counted, key=lambda usage: (usage.alias != PRODUCTION, usage.alias)))


def member_name(name: str) -> str:
    """A name as members are known by: without upper case."""
    return sound_name(name).casefold()


@dataclass(frozen=True)
class _Given:
    """As much of an answer as is counted."""

    id: str
    asked: datetime
    asked_by: str
    release: str
    seconds: float
    tokens: int
    changed: bool


@dataclass(frozen=True)
class _Standing:
    """Where each alias stood when."""

    moments: Mapping[str, Sequence[datetime]]
    releases: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    """Id of a release → its name."""
    members: Mapping[str, str]

    @classmethod
    def read(cls, session: Session) -> _Standing:
        moments: dict[str, list[datetime]] = defaultdict(list)
        releases: dict[str, list[str]] = defaultdict(list)
        for row in session.scalars(select(AliasMoveRow).order_by(AliasMoveRow.number)):
            moments[row.alias].append(row.moved)
            releases[row.alias].append(row.release)
        names = dict(session.execute(select(ReleaseRow.id, ReleaseRow.name)).all())
        members = dict(session.execute(select(PilotMemberRow.name, PilotMemberRow.alias)).all())
        return cls(moments, releases, names, members)

    def alias_of(self, given: _Given) -> str:
        """The alias that an answer counts for."""
        then = [alias for alias in self.moments if self._at(alias, given.asked) == given.release]
        # Moved between choosing the release and keeping the answer: where it stood before counts.
        candidates = then or [alias for alias, stood in self.releases.items() if given.release in stood]
        own = self.members.get(member_name(given.asked_by), PRODUCTION)
        for wanted in (own, PRODUCTION, *sorted(candidates)):
            if wanted in candidates:
                return wanted
        return self.names[given.release]

    def _at(self, alias: str, moment: datetime) -> str | None:
        place = bisect_right(self.moments[alias], moment)
        return self.releases[alias][place - 1] if place else None


def _given(session: Session) -> list[_Given]:
    changed = exists().where(UsedEditRow.answer == AnswerRow.id)
    columns = (
        AnswerRow.id,
        AnswerRow.asked,
        AnswerRow.asked_by,
        AnswerRow.release,
        AnswerRow.seconds,
        AnswerRow.tokens,
    )
    wanted = select(*columns, changed).where(AnswerRow.release.is_not(None)).order_by(AnswerRow.number)
    return [
        _Given(answer, asked, by, release or "", seconds or 0.0, tokens or 0, bool(read))
        for answer, asked, by, release, seconds, tokens, read in session.execute(wanted)
    ]


def _counted(alias: str, answers: Sequence[_Given], verdicts: Mapping[str, Sequence[str]]) -> Usage:
    said = [verdict for answer in answers for verdict in verdicts.get(answer.id, ())]
    usage = Usage(
        alias=alias,
        questions=len(answers),
        people=len({member_name(answer.asked_by) for answer in answers}),
        changed=sum(answer.changed for answer in answers),
        seconds=sum(answer.seconds for answer in answers),
        tokens=sum(answer.tokens for answer in answers),
    )
    return replace(usage, right=said.count("right"), wrong=said.count("wrong"), unwanted=said.count("unwanted"))


def _marks(session: Session, answers: Iterable[str]) -> tuple[Mark, ...]:
    found = [
        Mark(row.answer, row.marked_by, row.marked, cast(Verdict, row.verdict), row.note)
        for chunk in in_chunks(answers)
        for row in session.scalars(select(MarkRow).where(MarkRow.answer.in_(chunk)))
    ]
    return tuple(sorted(found, key=lambda mark: (mark.marked, mark.answer, mark.marked_by)))


def _sound_member(name: str) -> str:
    clean = member_name(name)
    if not clean:
        raise InputError("A member of the pilot has no name.", "", "Give one; nothing was changed.")
    return clean


def _told(action: str, name: str, by: str, alias: str) -> Event:
    """The chain knows a member by a digest; the name is sealed with the rest."""
    return Event(by, action, "pilot", hashlib.sha256(name.encode()).hexdigest()[:32], {"name": name, "alias": alias})
