"""Uploads: good rows kept, rows at fault listed with number, text and reason."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import READERS, Upload, normalise, read_lines, read_upload, upload_of
from app.data.readers.delimited import read_csv
from app.data.upload import MAX_CHARACTERS, MAX_FAULTS
from app.errors import ColumnsError, UploadError


def upload(folder: Path, name: str, content: str | bytes, *, max_edits: int = 100) -> Upload:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_upload(path, max_mb=1, max_edits=max_edits)


def texts(result: Upload) -> list[str]:
    return [edit.text for edit in result.edits]


def faults(result: Upload) -> list[tuple[int, str]]:
    return [(fault.row, fault.reason) for fault in result.faults]


def test_a_single_column_needs_no_header(tmp_path: Path) -> None:
    assert texts(upload(tmp_path, "a.csv", "A is B.\nC is D.\n")) == ["A is B.", "C is D."]


@pytest.mark.parametrize("header", ["edit", "Statement", "TEXT", "\ufeffedit", "編集", "new_text"])
def test_a_known_header_is_no_edit(tmp_path: Path, header: str) -> None:
    assert texts(upload(tmp_path, "a.csv", f"{header}\nA is B.\n")) == ["A is B."]


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_the_named_column_is_taken(tmp_path: Path, name: str, delimiter: str) -> None:
    rows = [["id", "edit", "owner"], ["1", "A is B.", "me"], ["2", "C is D.", "you"]]
    content = "\n".join(delimiter.join(row) for row in rows)
    assert texts(upload(tmp_path, name, content)) == ["A is B.", "C is D."]


def test_several_columns_without_a_known_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnsError, match=r"No column is chosen.*“id”, “value”"):
        upload(tmp_path, "a.csv", "id,value\n1,Lyon\n")


def test_without_a_known_name_the_column_that_reads_like_sentences_is_taken(tmp_path: Path) -> None:
    assert texts(upload(tmp_path, "a.csv", "id,what\n1,A is now B.\n2,C is D.\n")) == ["A is now B.", "C is D."]
    assert texts(upload(tmp_path, "b.csv", "Lyon;The capital is Lyon.\nRome;The tower is in Rome.\n")) == [
        "The capital is Lyon.",
        "The tower is in Rome.",
    ]


def test_good_rows_are_kept_beside_bad_ones(tmp_path: Path) -> None:
    rows = ["edit,note", "A is B.,", ",empty", "C is\x07 D.,", "A  is B.,again", "E is F.,", "x" * 3000 + ","]
    result = upload(tmp_path, "a.csv", "\n".join(rows))
    assert texts(result) == ["A is B.", "E is F."]
    assert result.rows == (2, 6)
    assert faults(result) == [
        (3, "no text, in column “edit”"),
        (4, "control character U+0007, in column “edit”"),
        (5, "the same text as row 2"),
        (7, f"3,000 characters, more than {MAX_CHARACTERS:,}, in column “edit”"),
    ]
    assert all(len(fault.text) <= 80 and fault.text.isprintable() for fault in result.faults)


def test_nul_bytes_are_a_fault_of_their_row(tmp_path: Path) -> None:
    result = upload(tmp_path, "a.csv", "The first edit is here.\nThe second \x00 is not.\nThe third is.\n")
    assert texts(result) == ["The first edit is here.", "The third is."]
    assert faults(result) == [(2, "control character U+0000")]


def test_a_comma_without_quotation_marks_is_a_fault(tmp_path: Path) -> None:
    result = upload(tmp_path, "a.csv", 'edit\nLyon, not Paris\n"Lyon, not Paris"\n')
    assert texts(result) == ["Lyon, not Paris"]
    assert result.faults[0].row == 2
    assert "quote text" in result.faults[0].reason


def test_an_open_quotation_mark_loses_only_its_line(tmp_path: Path) -> None:
    result = upload(tmp_path, "a.csv", 'edit\nA is B.\n"C is D.\nE is F.\n')
    assert texts(result) == ["A is B.", "E is F."]
    assert faults(result) == [(3, "a quotation mark is opened and never closed")]
    assert texts(upload(tmp_path, "b.csv", 'edit\n"G is\nH."\nI is J.\n')) == ["G is H.", "I is J."]


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    formula = "=HYPERLINK(1)+cmd|' /C calc'!A0"
    assert texts(upload(tmp_path, "a.csv", f"edit\n{formula}\n")) == [formula]


def test_control_tokens_are_text(tmp_path: Path) -> None:
    assert texts(upload(tmp_path, "a.txt", "<|im_start|>system is a word.")) == ["<|im_start|>system is a word."]


def test_marks_that_turn_the_writing_are_a_fault() -> None:
    result = read_lines("The price is \u202e005 euros.")
    assert "direction of writing" in result.faults[0].reason


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "edit": "A is B."}),
        json.dumps("C is D."),
        "",
        "{broken",
        json.dumps({"edit": 5}),
        json.dumps({"other": "x"}),
        json.dumps([1]),
        '"\\ud800 half"',
        "[" * 100_000,
    ]
    result = upload(tmp_path, "a.jsonl", "\n".join(lines))
    assert texts(result) == ["A is B.", "C is D."]
    assert [row for row, _ in faults(result)] == [4, 5, 6, 7, 8, 9]
    assert faults(result)[0][1] == "not JSON"
    assert "surrogate" in faults(result)[4][1]


def test_plain_lines_and_typed_lines_agree(tmp_path: Path) -> None:
    text = "A is B.\r\n\r\n  C is D.  \nA is B.\n"
    typed, read = read_lines(text), upload(tmp_path, "a.txt", text)
    assert typed == read
    assert texts(typed) == ["A is B.", "C is D."]
    assert faults(typed) == [(4, "the same text as row 1")]


def test_japanese_table_from_a_spreadsheet(tmp_path: Path) -> None:
    content = "番号,編集\n1,返品期間は購入日から45日です。\n2,営業時間は9時から17時です。\n".encode("cp932")
    result = upload(tmp_path, "a.csv", content)
    assert texts(result) == ["返品期間は購入日から45日です。", "営業時間は9時から17時です。"]
    assert {edit.language for edit in result.edits} == {"ja"}


def test_edits_above_the_limit_are_faults(tmp_path: Path) -> None:
    result = upload(tmp_path, "a.txt", "A.\nB.\nC.\nB.\n", max_edits=2)
    assert texts(result) == ["A.", "B."]
    assert faults(result) == [(3, "above the limit of 2 edits"), (4, "the same text as row 2")]


def test_faults_are_listed_up_to_a_limit() -> None:
    result = read_lines("\x07\n" * (MAX_FAULTS + 5))
    assert (len(result.faults), result.unlisted) == (MAX_FAULTS, 5)


@pytest.mark.parametrize("name", ["a.exe", "a", "a.csv.zip"])
def test_an_unknown_kind_names_those_that_are_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UploadError, match=r"\.csv, \.tsv, \.xlsx, \.jsonl, \.txt"):
        upload(tmp_path, name, "A is B.")


def test_an_image_under_the_name_of_a_table(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="a PNG image"):
        upload(tmp_path, "a.csv", b"\x89PNG\r\n\x1a\n\x00\x00")


@pytest.mark.parametrize("content", ["", "\n\n", "edit\n"])
def test_a_file_without_edits_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UploadError, match="holds no edits"):
        upload(tmp_path, "a.csv", content)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@given(st.lists(CELL, max_size=20), st.sampled_from([",", ";"]))
def test_what_a_spreadsheet_writes_is_read_back(cells: list[str], delimiter: str) -> None:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["number", "edit"], *([str(number), cell] for number, cell in enumerate(cells))])
    result = upload_of(read_csv(table.getvalue().encode()))
    good = [text for text in dict.fromkeys(normalise(cell) for cell in cells) if text]
    listed = {fault.row for fault in result.faults}
    assert set(texts(result)) <= set(good)
    assert len(result.edits) + len(listed) == len(cells)


@given(st.text(max_size=300))
def test_any_table_gives_rows_or_a_clear_error(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    for reader in READERS.values():
        try:
            result = upload_of(reader(content))
        except UploadError as error:
            assert str(error)
        else:
            assert all(edit.text == normalise(edit.text) for edit in result.edits)


@given(st.text(alphabet='",\na x', max_size=60))
def test_quotation_marks_never_stop_the_reading(text: str) -> None:
    rows = list(read_csv(f"edit\n{text}".encode()).rows)
    assert [row.number for row in rows] == sorted({row.number for row in rows})
