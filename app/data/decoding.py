"""The bytes of an uploaded file as text: size-bounded, encoding found out, a binary file recognised."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from charset_normalizer import from_bytes

from app.data.upload import clip
from app.errors import UploadError

ENCODINGS = "UTF-8, UTF-16, Windows-1252 or Shift JIS"

_SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook, Word document or ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word document",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark is its beginning
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

# A letter of two to four bytes in UTF-8; as Windows-1252 it would be a capital followed by signs that no word has.
_UTF8_LETTER = re.compile(
    rb"[\xc3-\xc5\xcc-\xd9][\x80-\xbf](?![\x80-\xbf])|[\xe2-\xe9][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)

# Bytes that the guess is made from.
_SAMPLE = 64 * 1024


def read_bytes(path: Path, *, max_mb: int) -> bytes:
    """The content of a file of at most `max_mb` megabytes; never more than that is read.

    Raises:
        UploadError: no such file, not a plain file, too large, or not readable.
    """
    limit, name = max_mb * 1024 * 1024, clip(path.name)
    try:
        if not path.is_file():
            raise UploadError(f"There is no file {name}.", "", "Choose the file again.")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise _too_large(name, size, max_mb)
            content = file.read(limit + 1)
    except OSError as error:
        raise UploadError(f"{name} cannot be read: {error.strerror}.", "", "Choose the file again.") from error
    if len(content) > limit:  # it has grown since
        raise _too_large(name, len(content), max_mb)
    return content


def _too_large(name: str, size: int, max_mb: int) -> UploadError:
    return UploadError(f"{name} has {size / 2**20:,.0f} MB.", f"At most {max_mb} MB are read.", "Split it into parts.")


def decode(content: bytes) -> str:
    """The text of a file's bytes.

    Raises:
        UploadError: a binary file, or an encoding that cannot be told.
    """
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise _not_text(f"is {what}, whatever its name says")
    encoding = _encoding_of(content)
    if encoding is None:
        raise _not_text("is not text in an encoding that can be told")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(f"is damaged: byte {error.start:,} does not fit its encoding ({encoding})") from error
    if _is_mostly_control(text[:_SAMPLE]):
        raise _not_text("is binary data")
    if encoding == "cp1252" and (mixed := _UTF8_LETTER.search(content)):
        raise _not_text(f"mixes encodings: from byte {mixed.start():,} on there is UTF-8 among Windows-1252")
    return text


def _not_text(what: str) -> UploadError:
    return UploadError(f"The file {what}.", f"Text in {ENCODINGS} is read.", "Save it again as UTF-8.")


def _encoding_of(content: bytes) -> str | None:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    if wide := _wide_encoding_of(content[:_SAMPLE]):
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if narrow := _sparse_wide_encoding_of(content[:_SAMPLE]):
            return narrow
        best = from_bytes(content[:_SAMPLE], cp_isolation=["cp1252", "cp932"]).best()
        return best.encoding if best else None
    return "utf-8"


def _wide_encoding_of(sample: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > half / 2 and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > half / 2 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _sparse_wide_encoding_of(sample: bytes) -> str | None:
    """UTF-16 of Japanese text without its mark: no UTF-8, and zero bytes (of spaces, line ends) on one side only."""
    left, right = sample[::2].count(0), sample[1::2].count(0)
    if bool(left) == bool(right):
        return None
    return "utf-16-le" if right else "utf-16-be"


def _is_mostly_control(sample: str) -> bool:
    controls = sum(character < " " and character not in "\t\n\r\f" for character in sample)
    return controls > 0.3 * len(sample)
