"""Documents: what is read of each format, which statements they make, what hostile files come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.documents import Statement, read_document, statements_of
from app.data.documents.sentences import sentences
from app.errors import UploadError
from tests.data import papers

FAQ = """# Shop

## How long can I return something?

Within 45 days. Shipping is free.

Q: Who pays?
A: The shop.

# Kettle K2

| Attribute | Value |
| --- | --- |
| Warranty | 2 years |
| BPA content | none |

It weighs 2 kg.

# Leave
3.1 Staff have 20 days of leave.
3.2 It must be asked for in writing, e.g. by letter. No. 5 of the
    annex applies.
"""

JAPANESE = """# 返品

## 返品期間は何日ですか？

45日です。

# ポットK2

| 属性 | 値 |
|---|---|
| 保証期間 | 2年 |

# 休暇
第5条 職員の休暇は20日です。「延長はできない。」とする。
"""


def said(folder: Path, name: str, content: bytes) -> tuple[Statement, ...]:
    path = folder / name
    path.write_bytes(content)
    return statements_of(read_document(path, max_mb=20))


def test_headings_questions_tables_and_clauses_give_the_context(tmp_path: Path) -> None:
    found = said(tmp_path, "a.md", FAQ.encode())
    assert [one.text for one in found] == [
        "How long can I return something? Within 45 days. Shipping is free.",
        "Who pays? The shop.",
        "The warranty of Kettle K2 is 2 years.",
        "The BPA content of Kettle K2 is none.",
        "Kettle K2: It weighs 2 kg.",
        "Staff have 20 days of leave.",
        "Leave: It must be asked for in writing, e.g. by letter.",
        "No. 5 of the annex applies.",
    ]
    assert found[2].place.within("a.md") == "a.md › Kettle K2 (line 14)"
    assert [one.place.number for one in found[-3:]] == ["3.1", "3.2", "3.2"]


def test_japanese_is_read_as_english_is(tmp_path: Path) -> None:
    for content in (JAPANESE.encode(), JAPANESE.encode("cp932"), JAPANESE.encode("utf-16")):
        found = said(tmp_path, "a.md", content)
        assert [one.text for one in found] == [
            "返品期間は何日ですか？ 45日です。",
            "ポットK2の保証期間は2年です。",
            "職員の休暇は20日です。",
            "「延長はできない。」とする。",
        ]
        assert found[2].place.number == "第5条"


def test_plain_text_has_headings_and_pairs_too(tmp_path: Path) -> None:
    text = "Kettle K2\n\nWarranty: 2 years\nColour: red\n\nIt is sold in two\nsizes.\n"
    assert [one.text for one in said(tmp_path, "a.txt", text.encode())] == [
        "The warranty of Kettle K2 is 2 years.",
        "The colour of Kettle K2 is red.",
        "Kettle K2: It is sold in two sizes.",
    ]


def test_each_column_of_a_wide_table_is_an_attribute(tmp_path: Path) -> None:
    text = "| Product | Warranty | Colour |\n|---|---|---|\n| K1 | 1 year | red |\n| K2 | 2 years | |\n"
    assert [one.text for one in said(tmp_path, "a.md", text.encode())] == [
        "The warranty of K1 is 1 year.",
        "The colour of K1 is red.",
        "The warranty of K2 is 2 years.",
    ]


def test_word_and_pdf_say_the_same_with_their_places(tmp_path: Path) -> None:
    table = [["Attribute", "Value"], ["Warranty", "2 years"]]
    found = said(tmp_path, "a.docx", papers.word("#Kettle K2", table, "It weighs 2 kg. The lid is red."))
    assert [one.text for one in found] == [
        "The warranty of Kettle K2 is 2 years.", "Kettle K2: It weighs 2 kg.", "The lid is red.",
    ]  # fmt: skip
    assert found[0].place.within("a.docx") == "a.docx › Kettle K2 (paragraph 3)"
    pages = [["Shop rules", "3.1 Staff have", "20 days.", f"Page {n}"] for n in (1, 2, 3)]
    pages[2][2] = "30 days."
    found = said(tmp_path, "a.pdf", papers.pdf(*pages))
    assert [(one.text, one.place.page) for one in found] == [("Staff have 20 days.", 1), ("Staff have 30 days.", 3)]


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PDF with a password": ("a.pdf", papers.encrypted_pdf, "password"),
    "a scan": ("a.pdf", lambda: papers.pdf([]), "only pictures"),
    "noise called .pdf": ("a.pdf", lambda: bytes(range(256)) * 9, "no PDF"),
    "half a PDF": ("a.pdf", lambda: papers.pdf(["It is open."])[:200], "no PDF|only pictures"),
    "a ZIP bomb": ("a.docx", lambda: papers.word_with("word/big.xml", bytes(80 * 2**20)), "over 60 MB"),
    "an outside entity": (
        "a.docx",
        lambda: papers.word_with(
            "word/document.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
        ),
        "declares entities",
    ),
    "a document with a password": ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + bytes(999), "password"),
    "a text called .docx": ("a.docx", lambda: b"It is open.", "no .docx document"),
    "a document without its text": ("a.docx", lambda: papers.word_with("word/document.xml", b"<x/>"), "no .docx"),
    "a workbook's macros": ("a.docm", lambda: papers.word("It is open."), "kind that is not read"),
    "binary data called .md": ("a.md", lambda: b"MZ\x90\x00" + bytes(99), "a program"),
    "two encodings": ("a.txt", lambda: "Käse.\n".encode() * 3 + "Tür.\n".encode("latin-1"), "encoding"),
    "nothing": ("a.md", lambda: b"\n \n", "holds no text"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(case: str, tmp_path: Path) -> None:
    name, content, reason = HOSTILE[case]
    with pytest.raises(UploadError, match=reason):
        said(tmp_path, name, content())


def test_macros_in_a_document_are_not_looked_at(tmp_path: Path) -> None:
    assert [
        one.text for one in said(tmp_path, "a.docx", papers.word_with("word/vbaProject.bin", b"Sub AutoOpen()"))
    ] == ["It is open."]


def test_a_file_of_200_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 2**20)
    with pytest.raises(UploadError, match="At most 20 MB"):
        read_document(path, max_mb=20)


@given(st.text(alphabet="abcA .!?。！？「」（）\"'1,\n5e.gNo", max_size=80))
def test_sentences_lose_nothing_and_know_where_they_stand(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(one for _, one in found).split()) == "".join(text.split())
    assert all(text[place : place + len(one)] == one for place, one in found)


@given(st.text(alphabet="aQA?:. |#-\n\t1()、。第条か", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    from app.data.documents import Document
    from app.data.documents.text import blocks_of

    for markdown in (True, False):
        blocks = tuple(blocks_of(enumerate(text.split("\n"), start=1), markdown=markdown))
        assert all(one.text for one in statements_of(Document("a", blocks)))
