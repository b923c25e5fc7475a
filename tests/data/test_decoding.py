"""Bytes to text: encodings that spreadsheets write, binary files under a wrong name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.decoding import decode, read_bytes
from app.errors import UploadError

GERMAN = "edit\r\nDie Rückgabefrist beträgt 45 Tage.\r\nDer Preis beträgt 499 €.\r\n"
FRENCH = "edit\nLe délai de retour est de 45 jours, à Orléans.\n"
QUOTED = "edit\nThe “Nimbus 3” costs £499 – that’s all.\n"
JAPANESE = "編集,質問\n返品期間は購入日から45日です。,返品は何日以内？\n営業時間は9時から17時です。,何時に開く？\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("text", [GERMAN, FRENCH, QUOTED])
def test_western_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "shift_jis", "cp932"])
def test_japanese_encodings(encoding: str) -> None:
    assert decode(JAPANESE.encode(encoding)) == JAPANESE


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00\x06\x00",
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 100,
        "text".encode("utf-16") + b"\x00",
        b"\x81\x20\x81\x20\xff\xff",
    ],
)
def test_what_is_not_text_is_refused(content: bytes) -> None:
    with pytest.raises(UploadError, match="The file"):
        decode(content)


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_clear_error(content: bytes) -> None:
    try:
        decode(content)
    except UploadError as error:
        assert "UTF-8" in str(error)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(f"edit\n{text}".encode()) == f"edit\n{text}"


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(UploadError, match="At most 1 MB"):
        read_bytes(path, max_mb=1)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(UploadError, match="no file"):
            read_bytes(path, max_mb=1)
