"""Gists in the store, found by text and maker: the same edit is never compressed twice by the same model.

A gist is never changed. Another adapter, backbone, precision, memory or number of slots is another maker, and makes
gists of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.store.chunks import in_chunks
from app.store.database import Database
from app.store.records import Maker, StoredGist
from app.store.tables import GistRow, MakerRow, VersionRow

AT_ONCE = 50
"""Gists read or written by one statement; one has some 100 kB."""


class Gists:
    """The gists of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lacking(self, made_by: str, contents: Iterable[str]) -> tuple[str, ...]:
        """Those of the texts' contents that this maker has no gist of, in their order."""
        wanted = list(dict.fromkeys(contents))
        with self._database.reading() as session:
            there = contents_of(session, made_by, wanted)
        return tuple(content for content in wanted if content not in there)

    def get(self, made_by: str, contents: Iterable[str]) -> Iterator[StoredGist]:
        """The gists of these texts that there are. A damaged one is dropped: it can be made again."""
        for chunk in in_chunks(contents, AT_ONCE):
            with self._database.reading() as session:
                gists = gists_in(session, made_by, chunk)
            damaged = [gist.content for gist in gists if not gist.sound]
            if damaged:
                self._drop(made_by, damaged)
            yield from (gist for gist in gists if gist.sound)

    def put(self, maker: Maker, gists: Iterable[StoredGist], *, of_edits: bool = False) -> int:
        """Keeps gists, all or none, and returns how many were new. Those that are there already stay.

        Args:
            of_edits: leave out those of texts that no edit has: it may have been erased while it was compressed.
        """
        with self._database.writing() as session:
            insert_makers(session, [maker])
            return sum(insert_gists(session, chunk, of_edits=of_edits) for chunk in in_chunks(gists, AT_ONCE))

    def _drop(self, made_by: str, contents: Sequence[str]) -> None:
        with self._database.writing() as session:
            session.execute(delete(GistRow).where(GistRow.made_by == made_by, GistRow.content.in_(contents)))

    def counts(self) -> dict[str, int]:
        """Maker → gists."""
        counted = select(GistRow.made_by, func.count()).group_by(GistRow.made_by).order_by(GistRow.made_by)
        with self._database.reading() as session:
            return dict(session.execute(counted).all())

    def makers(self) -> tuple[Maker, ...]:
        """Every model that has made gists or answers here."""
        with self._database.reading() as session:
            return makers_in(session)


def makers_in(session: Session) -> tuple[Maker, ...]:
    rows = session.scalars(select(MakerRow).order_by(MakerRow.made_by))
    names = Maker.__dataclass_fields__
    return tuple(Maker(**{name: getattr(row, name) for name in names}) for row in rows)


def insert_makers(session: Session, makers: Iterable[Maker]) -> None:
    """Writes makers that are not there yet."""
    there = set(session.scalars(select(MakerRow.made_by)))
    new = [asdict(maker) for maker in makers if maker.made_by not in there]
    if new:
        session.execute(insert(MakerRow), new)


def contents_of(session: Session, made_by: str, contents: Iterable[str]) -> set[str]:
    """Those of the contents that this maker has a gist of."""
    of_maker = select(GistRow.content).where(GistRow.made_by == made_by)
    chunks = in_chunks(contents)
    return {content for chunk in chunks for content in session.scalars(of_maker.where(GistRow.content.in_(chunk)))}


def insert_gists(session: Session, gists: Iterable[StoredGist], *, of_edits: bool = False) -> int:
    """Writes gists that are not there yet, and returns how many. `of_edits` as in `Gists.put`."""
    wanted = {(gist.made_by, gist.content): gist for gist in gists}
    if of_edits:
        contents = {content for _, content in wanted}
        held = set(session.scalars(select(VersionRow.content).where(VersionRow.content.in_(contents))))
        wanted = {place: gist for place, gist in wanted.items() if gist.content in held}
    makers = {made_by for made_by, _ in wanted}
    there = {(maker, found) for maker in makers for found in contents_of(session, maker, (c for _, c in wanted))}
    new = [vars(gist) for place, gist in wanted.items() if place not in there]
    if new:
        session.execute(insert(GistRow), new)
    return len(new)


def gists_in(session: Session, made_by: str, contents: Sequence[str]) -> list[StoredGist]:
    """The gists of a few contents, sorted by content."""
    wanted = select(GistRow).where(GistRow.made_by == made_by, GistRow.content.in_(contents))
    rows = sorted(session.scalars(wanted), key=lambda row: row.content)
    return [StoredGist(row.content, row.made_by, row.data, row.checksum, row.created) for row in rows]
