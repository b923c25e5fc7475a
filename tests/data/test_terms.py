"""Terms in uploaded tables: read strictly, and a row with a wrong one is refused rather than taken without it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import Columns, Edit, Terms, guess, read_upload, upload_of
from app.data.readers.delimited import read_csv
from app.data.readers.json_lines import read_json_lines
from app.data.writing import as_csv, as_json_lines

TOKYO = ZoneInfo("Asia/Tokyo")
WHOLE = Terms(
    owner="Law",
    source="Decision 12",
    confidential=True,
    valid_from=datetime(2026, 3, 30, 15, tzinfo=UTC),
    valid_until=datetime(2026, 6, 30, 15, tzinfo=UTC),
    review_by=datetime(2026, 4, 30, 15, tzinfo=UTC),
)


def test_terms_of_a_table() -> None:
    table = read_csv(
        b"edit,owner,source,confidential,valid_from,valid until,Review by\n"
        b"A is B.,Law,Decision 12,yes,2026-03-31,2026-06-30,2026-05-01\n"
        b"C is D.,,,,,,\n"
    )
    assert guess(table) == Columns(text=0, owner=1, source=2, confidential=3, valid_from=4, valid_until=5, review_by=6)
    found = upload_of(table, zone=TOKYO)
    assert [edit.terms for edit in found.edits] == [WHOLE, Terms()]


def test_terms_in_json_lines_and_in_japanese() -> None:
    line = '{"edit": "A is B.", "owner": "Law", "source": "Decision 12", "confidential": true, "valid_from": '
    line += '"2026-03-31", "valid_until": "2026-06-30", "review_by": "2026-05-01"}'
    japanese = "文,責任者,出典,機密,有効開始日,有効期限,見直し期限\n"
    japanese += "A is B.,Law,Decision 12,はい,2026-03-31,2026-06-30,2026-05-01"
    for table in (read_json_lines(line.encode()), read_csv(japanese.encode())):
        assert upload_of(table, zone=TOKYO).edits[0].terms == WHOLE


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("valid_from", "31.03.2026", "“31.03.2026” is no date, in column “valid_from”"),
        ("valid_until", "2026-02-30", "“2026-02-30” does not exist, in column “valid_until”"),
        ("review_by", "soon", "“soon” is no date, in column “review_by”"),
        ("valid_until", "46112", "is no date"),
        ("confidential", "perhaps", "“perhaps” is neither yes nor no, in column “confidential”"),
        ("owner", "x" * 201, "more than 200"),
        ("source", "bell \x07", "control character"),
    ],
)
def test_a_row_with_wrong_terms_is_refused(column: str, cell: str, reason: str) -> None:
    table = read_csv(f"edit,{column}\nA is B.,{cell}\nC is D.,\n".encode())
    found = upload_of(table)
    assert [edit.text for edit in found.edits] == ["C is D."]
    assert [(fault.row, reason in fault.reason) for fault in found.faults] == [(2, True)]


def test_what_would_end_before_it_begins_is_refused() -> None:
    table = read_csv(b"edit,valid_from,valid_until\nA is B.,2026-03-02,2026-03-01\nC is D.,2026-03-01,2026-03-01\n")
    found = upload_of(table)
    assert [edit.text for edit in found.edits] == ["C is D."], "one day is from its beginning until its end"
    assert "end before it begins" in found.faults[0].reason


MOMENTS = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
WORDS = st.text("abcé返=,;\" '", max_size=12).map(lambda text: " ".join(text.split()))


@given(owner=WORDS, source=WORDS, confidential=st.booleans(), begins=MOMENTS, ends=MOMENTS, review=MOMENTS)
def test_what_is_exported_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    owner: str,
    source: str,
    confidential: bool,
    begins: datetime | None,
    ends: datetime | None,
    review: datetime | None,
) -> None:
    if begins is not None and ends is not None and ends <= begins:
        begins = None
    terms = Terms(owner.strip("=' "), source.strip("=' "), confidential, begins, ends, review)
    edit = Edit.of("The office closes at 5 pm.", "en", terms=terms)
    folder = tmp_path_factory.mktemp("exported")
    for name, text in (("edits.csv", as_csv([edit])), ("edits.jsonl", as_json_lines([edit]))):
        (folder / name).write_text(text, encoding="utf-8")
        found = read_upload(Path(folder / name), max_mb=1, max_edits=10, zone=TOKYO)
        assert (found.edits, found.faults) == ((edit,), ())
