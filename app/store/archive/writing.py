"""A store into one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import __version__
from app.errors import ArchiveError
from app.store.answers import answers_in
from app.store.archive.layout import (
    ANSWERS,
    EDITS,
    FORMAT,
    FORMAT_VERSION,
    GIST_INDEX,
    GISTS,
    GISTS_AT_ONCE,
    LINES,
    MAKERS,
    MANIFEST,
    VERSIONS,
    Manifest,
    Member,
)
from app.store.chunks import in_chunks
from app.store.gists import gists_in, makers_in
from app.store.records import EditVersion, GistEntry, LoggedAnswer, StoredEdit
from app.store.rows import edits_in, kept_versions
from app.store.store import Store
from app.store.tables import AnswerRow, EditRow, GistRow

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The oldest that a zip can name: the time of export is no part of what is exported."""


@dataclass(frozen=True)
class Exported:
    """What was written."""

    edits: int
    answers: int
    gists: int
    bytes: int
    """Of the file."""


def export_archive(store: Store, path: Path, *, with_gists: bool = False) -> Exported:
    """Writes one moment of the store to a file: the whole file or none.

    Raises:
        ArchiveError: the place cannot be written to.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as file:
            with store.database.reading() as session:
                members = _write_all(file, session, with_gists=with_gists)
            file.flush()
            os.fsync(file.fileno())
        size = partial.stat().st_size
        partial.replace(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}.", "", "Choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)
    rows = {name: member.rows for name, member in members.items()}
    return Exported(rows[EDITS], rows[ANSWERS], rows.get(GIST_INDEX, 0), size)


def _write_all(file: Any, session: Session, *, with_gists: bool) -> dict[str, Member]:
    with ZipFile(file, "w") as archive:
        members = {
            MAKERS: _write_lines(archive, MAKERS, makers_in(session)),
            EDITS: _write_lines(archive, EDITS, _edits(session)),
            VERSIONS: _write_lines(archive, VERSIONS, _versions(session)),
            ANSWERS: _write_lines(archive, ANSWERS, _answers(session)),
        }
        if with_gists:
            index: list[GistEntry] = []
            members[GISTS] = _write(archive, GISTS, _gists(session, index), ZIP_STORED)
            members[GIST_INDEX] = _write_lines(archive, GIST_INDEX, index)
        head = Manifest(format=FORMAT, format_version=FORMAT_VERSION, program=__version__, members=members)
        _write(archive, MANIFEST, [head.model_dump_json(indent=1).encode()], ZIP_DEFLATED)
    return members


def _write_lines(archive: ZipFile, name: str, values: Iterable[Any]) -> Member:
    lines = (LINES[name].dump_json(value) + b"\n" for value in values)
    return _write(archive, name, lines, ZIP_DEFLATED)


def _write(archive: ZipFile, name: str, pieces: Iterable[bytes], compression: int) -> Member:
    """Writes a member piece by piece; each piece counts as a row."""
    about = ZipInfo(name, NO_TIME)
    about.compress_type = compression
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(about, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            rows, size = rows + 1, size + len(piece)
    return Member(rows=rows, bytes=size, sha256=digest.hexdigest())


def _edits(session: Session) -> Iterator[StoredEdit]:
    numbers = session.scalars(select(EditRow.number).order_by(EditRow.number)).all()
    for chunk in in_chunks(numbers):
        yield from edits_in(session, select(EditRow).where(EditRow.number.in_(chunk)).order_by(EditRow.number))


def _versions(session: Session) -> Iterator[EditVersion]:
    ids = session.scalars(select(EditRow.id).order_by(EditRow.number)).all()
    for chunk in in_chunks(ids):
        known = kept_versions(session, chunk)
        for edit_id in chunk:
            yield from known[edit_id]


def _answers(session: Session) -> Iterator[LoggedAnswer]:
    numbers = session.scalars(select(AnswerRow.number).order_by(AnswerRow.number)).all()
    for chunk in in_chunks(numbers):
        wanted = select(AnswerRow).where(AnswerRow.number.in_(chunk))
        yield from answers_in(session, wanted.order_by(AnswerRow.number))


def _gists(session: Session, index: list[GistEntry]) -> Iterator[bytes]:
    """The bytes of every gist; what each is goes into the index."""
    for maker in makers_in(session):
        contents = session.scalars(select(GistRow.content).where(GistRow.made_by == maker.made_by)).all()
        for chunk in in_chunks(sorted(contents), GISTS_AT_ONCE):
            for gist in gists_in(session, maker.made_by, chunk):
                if gist.sound:
                    index.append(GistEntry(gist.content, gist.made_by, len(gist.data), gist.checksum, gist.created))
                    yield gist.data
