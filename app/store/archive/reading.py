"""Reading an archive that may be damaged or hostile: nothing is unpacked to a disk, memory and time are bounded.

Whatever is wrong is an ArchiveError. A row is given only after it has been checked by itself; that the member as a
whole is the one that the manifest names is known at its end, so whoever takes rows must be able to give them back.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pydantic import TypeAdapter, ValidationError

from app.errors import ArchiveError
from app.store.archive.checks import fault_of_answer, fault_of_edit, fault_of_history
from app.store.archive.earlier import EARLIER_EDIT
from app.store.archive.layout import (
    ANSWERS,
    EDITS,
    FORMAT,
    FORMAT_VERSION,
    GIST_INDEX,
    GISTS,
    LINES,
    MAKERS,
    MANIFEST,
    VERSIONS,
    Manifest,
    Member,
)
from app.store.packing import fault_of_gist
from app.store.records import EditVersion, LoggedAnswer, Maker, StoredEdit, StoredGist

LONGEST_LINE = 2**20
"""Bytes of one row: an edit with a long note and many test questions has some 20 kB."""
MOST_VERSIONS = 10_000
"""Of one edit; they are held in memory at once."""
LARGEST_READ = 4 * LONGEST_LINE
"""Bytes taken from the file at once. The list of members is read so too: a million members are not an archive."""

_NEEDED = {MANIFEST, MAKERS, EDITS, ANSWERS}
_MEMBERS = {1: _NEEDED, FORMAT_VERSION: _NEEDED | {VERSIONS}}
"""Format → members that there must be; an archive with gists has two more."""
_ALLOWED = tuple(members | gists for members in _MEMBERS.values() for gists in (set(), {GIST_INDEX, GISTS}))


class _SmallReads(io.BufferedReader):
    """A file that refuses to be read in large pieces."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > LARGEST_READ:
            raise BadZipFile("its list of members is too long")
        return super().read(size)


class Archive:
    """An open archive whose head has been checked."""

    def __init__(self, file: ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    @property
    def has_gists(self) -> bool:
        return GISTS in self.manifest.members

    def makers(self) -> Iterator[Maker]:
        """What made the gists and answers."""
        yield from self._rows(MAKERS)

    def edits(self) -> Iterator[tuple[StoredEdit, tuple[EditVersion, ...]]]:
        """In the order they were added, each sound in itself, with its versions, the oldest first."""
        if self.manifest.format_version == 1:
            for earlier in self._rows(EDITS, lambda edit: fault_of_edit(edit.now), EARLIER_EDIT):
                yield earlier.now, (EditVersion.of(earlier.now),)
            return
        versions = groupby(self._rows(VERSIONS), key=lambda version: version.edit)
        for edit in self._rows(EDITS, fault_of_edit):
            of_edit, its_versions = next(versions, ("", ()))
            known = tuple(islice(its_versions, MOST_VERSIONS))
            fault = fault_of_history(edit, known) if of_edit == edit.id else "its versions are not where they should be"
            if fault:
                raise broken(f"the edit {edit.id}: {fault}")
            yield edit, known
        if next(versions, None) is not None:
            raise broken("it has versions of edits that are not in it")

    def answers(self) -> Iterator[LoggedAnswer]:
        """In the order they were given, each sound in itself."""
        yield from self._rows(ANSWERS, fault_of_answer)

    def gists(self) -> Iterator[StoredGist]:
        """Each sound in itself. Whether one does what its edit says, no check can tell."""
        with self._member(GISTS) as data:
            for entry in self._rows(GIST_INDEX):
                gist = StoredGist(
                    entry.content, entry.made_by, data.exactly(entry.bytes), entry.checksum, entry.created
                )
                fault = fault_of_gist(gist)
                if fault:
                    raise broken(f"{GISTS}, gist {data.rows}: {fault}")
                yield gist

    def _rows(
        self, name: str, fault_in: Callable[[Any], str] | None = None, kind: TypeAdapter[Any] | None = None
    ) -> Iterator[Any]:
        with self._member(name) as member:
            while line := member.line():
                place = f"{name}, line {member.rows}"
                try:
                    row = (kind or LINES[name]).validate_json(line)
                except ValidationError as error:
                    first = error.errors(include_url=False, include_input=False)[0]
                    where = ".".join(str(part) for part in first["loc"])
                    raise broken(f"{place}: {where}: {first['msg']}") from error
                fault = fault_in(row) if fault_in is not None else ""
                if fault:
                    raise broken(f"{place}: {fault}")
                yield row

    @contextmanager
    def _member(self, name: str) -> Iterator[_Reading]:
        """A member, read to its end by whoever asks; then compared with what the manifest says of it."""
        with explained_damage(), self._file.open(name) as stream:
            reading = _Reading(stream)
            yield reading
            reading.require_is(name, self.manifest.members[name])


class _Reading:
    """A member while it is read: counts and sums up what has passed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._bytes = 0
        self.rows = 0

    def line(self) -> bytes:
        """The next line, empty at the end."""
        line = self._passed(self._stream.readline(LONGEST_LINE + 1))
        if len(line) > LONGEST_LINE:
            raise broken(f"a line has more than {LONGEST_LINE:,} bytes")
        self.rows += bool(line)
        return line

    def exactly(self, size: int) -> bytes:
        """The next so many bytes."""
        pieces = []
        while size and (piece := self._passed(self._stream.read(min(size, LONGEST_LINE)))):
            pieces.append(piece)
            size -= len(piece)
        self.rows += 1
        return b"".join(pieces)

    def require_is(self, name: str, member: Member) -> None:
        """Raises ArchiveError where this is not, to its last byte, what the manifest says."""
        at_end = not self._stream.read(1)
        if not at_end or (self.rows, self._bytes, self._digest.hexdigest()) != (
            member.rows,
            member.bytes,
            member.sha256,
        ):
            raise broken(f"the checksum of {name} does not match")

    def _passed(self, piece: bytes) -> bytes:
        self._digest.update(piece)
        self._bytes += len(piece)
        return piece


@contextmanager
def open_archive(path: Path, most_bytes: int) -> Iterator[Archive]:
    """Opens an archive and checks its head.

    Args:
        most_bytes: of all members together, unpacked.

    Raises:
        ArchiveError: not an archive of a version that this program reads, or one that is larger.
    """
    try:
        raw = path.open("rb", buffering=0)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.", "", "Check the name of the file.") from error
    with _SmallReads(raw) as file:
        with explained_damage():
            archive = ZipFile(file)
            _require_members(archive, most_bytes)
            manifest = _manifest(archive)
        with archive:
            yield Archive(archive, manifest)


def _require_members(archive: ZipFile, most_bytes: int) -> None:
    """Raises ArchiveError where the zip holds something else than an archive does, or more than is allowed."""
    members = archive.infolist()
    names = [member.filename for member in members]
    if set(names) not in _ALLOWED or len(names) != len(set(names)):
        raise broken(f"its members are not those of an archive ({', '.join(names[:8])[:200]})")
    if any(one.flag_bits & 1 or one.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for one in members):
        raise broken("it is encrypted, or packed in a way that archives are not")
    unpacked = sum(member.file_size for member in members)
    if unpacked > most_bytes:
        raise ArchiveError(
            f"The archive holds {unpacked / 2**20:,.0f} MB when unpacked.",
            f"At most {most_bytes / 2**20:,.0f} MB.",
            "Raise INCOMES_MAX_ARCHIVE_MB if you trust the file; nothing was imported.",
        )


def _manifest(archive: ZipFile) -> Manifest:
    with archive.open(MANIFEST) as stream:
        head = stream.read(LONGEST_LINE + 1)
    try:
        manifest = Manifest.model_validate_json(head[:LONGEST_LINE])
    except ValidationError as error:
        raise broken(f"{MANIFEST} cannot be read") from error
    if manifest.format != FORMAT:
        raise broken(f"{MANIFEST} does not call it one")
    if manifest.format_version not in _MEMBERS:
        raise ArchiveError(
            f"The archive has format {manifest.format_version}, written by version {manifest.program[:40]}.",
            f"This version of the workbench reads formats {', '.join(map(str, sorted(_MEMBERS)))}.",
            "Import it with the version that wrote it, or a newer one.",
        )
    members = set(manifest.members) | {MANIFEST}
    if members != set(archive.namelist()) or members - {GIST_INDEX, GISTS} != _MEMBERS[manifest.format_version]:
        raise broken(f"{MANIFEST} names other members than there are")
    return manifest


def broken(fault: str) -> ArchiveError:
    """The error that names what is wrong with a file."""
    return ArchiveError(
        f"The file is not an archive that can be imported: {fault}.",
        "An archive is a file that `python -m app export` wrote.",
        "Export it again. Nothing was imported.",
    )


@contextmanager
def explained_damage() -> Iterator[None]:
    """What the readers of zip files raise about a file, in a sentence."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise broken(str(error).rstrip(".") or type(error).__name__) from error
