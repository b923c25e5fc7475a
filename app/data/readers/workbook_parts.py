"""Whether a workbook is small enough inside to be opened: an .xlsx file is a ZIP archive of XML, and either may be
made to fill all memory. Every part is unpacked once, in pieces that are thrown away, and counted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from app.data.upload import clip
from app.errors import UploadError

MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 2**20
"""Bytes of all parts together."""
MAX_TAGS = 4_000_000
"""In all XML parts: some 1,000,000 cells with values."""
MAX_ROW_TAGS = 100_000
"""In one row, which is held as a whole."""

_PIECE = 2**20

# By content, not by name: a workbook may give the part with its cells any name, that of a picture too.
_MAY_BE_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*(?:<|\Z)")

_REMEDY = "Delete empty rows, columns and sheets that are not needed, or save the table as CSV."


@dataclass
class _Counts:
    size: int = 0
    tags: int = 0
    row_tags: int = 0
    formulas: bool = False


def checked_parts(content: bytes) -> bool:
    """Whether there is any formula in the workbook, after every part was found to be within the limits.

    Raises:
        UploadError: not a workbook, damaged, encrypted, or too large when unpacked.
    """
    counts = _Counts()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _too_large(f"{len(parts):,} parts", f"{MAX_PARTS:,}")
            if "[Content_Types].xml" not in archive.namelist():
                raise _no_workbook("is a ZIP archive, and no workbook")
            for part in parts:
                if part.flag_bits & 1:
                    raise _no_workbook("is encrypted")
                _count(archive, part, counts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _no_workbook(f"is damaged or not whole ({clip(str(error))})") from error
    except (ValueError, LookupError) as error:
        raise _no_workbook(f"is damaged ({clip(str(error))})") from error
    return counts.formulas


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, counts: _Counts) -> None:
    if counts.size + part.file_size > MAX_UNPACKED:
        raise _too_large("more than it shows: unpacked it is huge", f"{MAX_UNPACKED // 2**20} MB")
    counts.row_tags = 0
    may_be_xml = None
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            counts.size += len(piece)
            may_be_xml = _MAY_BE_XML.match(piece) is not None if may_be_xml is None else may_be_xml
            if may_be_xml:
                counts.tags += piece.count(b"<")
                counts.formulas = counts.formulas or b"<f" in piece
                _count_rows(piece, counts)
            if counts.size > MAX_UNPACKED:
                raise _too_large("more than it shows: unpacked it is huge", f"{MAX_UNPACKED // 2**20} MB")
            if counts.tags > MAX_TAGS:
                raise _too_large("more cells than can be read, most of them perhaps empty", f"{MAX_TAGS:,} XML tags")
            if counts.row_tags > MAX_ROW_TAGS:
                raise _too_large("a row that is too long", f"{MAX_ROW_TAGS:,} XML tags a row")


def _count_rows(piece: bytes, counts: _Counts) -> None:
    """Tags since the last row began, at their most within this piece."""
    most = 0
    for place, part in enumerate(piece.split(b"<row")):
        counts.row_tags = part.count(b"<") + (counts.row_tags if place == 0 else 0)
        most = max(most, counts.row_tags)
    if most > MAX_ROW_TAGS:
        counts.row_tags = most


def _no_workbook(what: str) -> UploadError:
    return UploadError(
        f"The file {what}.",
        "An .xlsx file without a password is read.",
        "Open it in a spreadsheet program and save it again, or save the table as CSV.",
    )


def _too_large(what: str, limit: str) -> UploadError:
    return UploadError(f"The workbook holds {what}.", f"At most {limit} are read.", _REMEDY)
