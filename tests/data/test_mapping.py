"""From columns to edits: roles, templates, old and new values; every fault names its column."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.data import Columns, Table, Upload, guess, upload_of
from app.data.readers.delimited import read_csv
from app.data.readers.excel import read_excel
from app.errors import ColumnsError
from tests.data.malformed import workbook


def table(*rows: str) -> Table:
    return read_csv("\n".join(rows).encode())


def texts(upload: Upload) -> list[str]:
    return [edit.text for edit in upload.edits]


def test_columns_are_guessed_by_their_names() -> None:
    found = guess(table("Nr,Statement,備考,Tags,Lang,Question,Expected", "1,A is B.,n,t,en,What is A?,B"))
    assert found == Columns(text=1, note=2, tags=3, language=4, question=5, answer=6)


def test_a_question_with_its_answer_is_an_edit_with_a_test() -> None:
    found = table("question,answer", "When do you open?,We open at 9 am.")
    assert guess(found) == Columns(text=1, question=0)
    edit = upload_of(found).edits[0]
    assert (edit.text, edit.probes[0].question) == ("We open at 9 am.", "When do you open?")


def test_what_stands_beside_an_edit_is_kept_with_it() -> None:
    found = table("edit,note,tags,language,question,expected", "A is B.,why,b; a、c,English,What is A?,B")
    edit = upload_of(found).edits[0]
    assert (edit.note, edit.tags, edit.language) == ("why", ("a", "b", "c"), "en")
    assert (edit.probes[0].question, edit.probes[0].target) == ("What is A?", "B")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A is B.,,,klingonese!", "no language code such as en or ja, in column “language”"),
        (f"A is B.,,{'x' * 61},", "a tag of more than 60 characters, in column “tags”"),
        (f"A is B.,{'x' * 2001},,", "2,001 characters, more than 2,000, in column “note”"),
        (",a note,,", "no text, in column “edit”"),
        ("45,,,", "only a number, no statement, in column “edit”"),
    ],
)
def test_a_fault_names_its_column(row: str, reason: str) -> None:
    upload = upload_of(table("edit,note,tags,language", row))
    assert upload.edits == ()
    assert reason in upload.faults[0].reason


def test_the_old_value_is_replaced_by_the_new_one() -> None:
    found = table(
        "text,old,new,question",
        "The fee is 30 euros.,30 euros,45 euros,What is the fee?",
        "The fine is 9 euros.,8 euros,9 euros,",
        "The price is 7 euros.,6 euros,5 euros,",
        "The rent is 4 euros.,4 euros,,",
    )
    upload = upload_of(found)
    assert texts(upload) == ["The fee is 45 euros.", "The fine is 9 euros."]
    assert upload.edits[0].probes[0].target == "45 euros"
    assert [(fault.row, fault.reason) for fault in upload.faults] == [
        (4, "the old value “6 euros” does not stand in the text, in column “old”"),
        (5, "no new value, in column “new”"),
    ]


def test_an_old_value_without_a_new_one_is_refused_by_name() -> None:
    with pytest.raises(ColumnsError, match="“was” is chosen as the old value, and none as the new"):
        upload_of(table("edit,was", "A is B.,C"), Columns(text=0, old=1))


def test_a_template_is_text_with_columns_and_nothing_is_evaluated() -> None:
    found = table("product,price", "Kettle,45", "{price},{product}")
    upload = upload_of(found, Columns(template="{{The}} { Product } costs {PRICE.}".replace("PRICE.", "PRICE")))
    assert texts(upload) == ["{The} Kettle costs 45", "{The} {price} costs {product}"]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{prize}", "names the column “prize”, which is not there.*{price}"),
        ("{price.__class__}", "which is not there"),
        ("a {price", "without its other half"),
        ("no column", "names no column"),
        ("x" * 1001 + "{price}", "1,008 characters"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(template: str, said: str) -> None:
    with pytest.raises(ColumnsError, match=said):
        upload_of(table("product,price", "Kettle,45"), Columns(template=template))


def test_names_that_occur_twice_or_not_at_all_can_be_told_apart() -> None:
    found = table("edit,edit,,note", "A is B.,C is D.,x,y")
    assert found.columns == ("edit", "edit (2)", "C", "note")
    assert texts(upload_of(found, Columns(template="{edit (2)} And {edit}"))) == ["C is D. And A is B."]


def test_the_first_row_is_names_or_values_as_the_person_says() -> None:
    named = table("product,price", "Kettle,45")
    values = named.with_first_row_as("values")
    assert (named.first_row, values.columns, len(values.rows)) == ("names", ("A", "B"), 2)
    assert values.with_first_row_as("names") == named


def test_cells_of_a_workbook_are_read_as_they_are_shown() -> None:
    rows = (["what", "value"], ["rate", 0.45], ["day", date(2026, 5, 1)], ["number", 7.0])
    book = load_workbook(BytesIO(workbook(*rows)))
    book[book.sheetnames[0]]["B2"].number_format = "0%"
    file = BytesIO()
    book.save(file)
    assert [row.cell(1) for row in read_excel(file.getvalue()).rows] == ["45%", "2026-05-01", "7"]
