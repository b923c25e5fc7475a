"""One's own work as a file: the same when it is read again, and what is no such file is refused with the place."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.data import Edit, Probe
from app.data.saved_work import Asked, Rules, read_work, written_work
from app.errors import UploadError
from app.texts import JAPANESE, error_words

EDIT = Edit.of(
    "The refund window is 45 days.", note="=SUM(1)", tags=["shop", "law"],
    probes=(Probe("efficacy", "How long is the refund window?", "45 days", ("45",)),),
)  # fmt: skip
ASKED = Asked(question="返品は？", answer="45 days")


def test_what_was_written_is_read_again() -> None:
    work = read_work(written_work([EDIT], [ASKED], Rules(policy="strict", only_edits=True)), max_edits=10)
    assert work.upload.edits == (EDIT,) and work.upload.faults == ()
    assert work.questions == (ASKED,)
    assert (work.rules.policy, work.rules.only_edits) == ("strict", True)


def test_an_edit_that_cannot_be_used_is_told_and_the_others_are_kept() -> None:
    file = {"format": "incomes-work", "version": 1, "edits": [{"text": "\u202egnorw"}, {"text": "The sky is green."}]}
    upload = read_work(json.dumps(file).encode(), max_edits=10).upload
    assert [edit.text for edit in upload.edits] == ["The sky is green."]
    assert [fault.row for fault in upload.faults] == [1]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"format": "other"}, "format"),
        ({"version": 2}, "version"),
        ({"edits": "all"}, "edits"),
        ({"edits": [{"text": 7}]}, "edits.0.text"),
        ({"edits": [{"text": "x", "gist": [1]}]}, "edits.0.gist"),
        ({"edits": [{"text": "x", "tests": [{"kind": "new", "question": "", "target": ""}]}]}, "edits.0.tests.0.kind"),
        ({"questions": [{"question": "?" * 50_000}]}, "questions.0.question"),
        ({"rules": {"policy": "x" * 500}}, "rules.policy"),
        ({"session": "secret"}, "session"),
    ],
)
def test_another_file_is_refused_with_the_place(change: dict[str, Any], place: str) -> None:
    file = {"format": "incomes-work", "version": 1, "edits": []} | change
    with pytest.raises(UploadError) as error:
        read_work(json.dumps(file).encode(), max_edits=10)
    assert f": {place}:" in error.value.given
    assert not re.search("[a-z]{3} [a-z]{3}", str(error_words(error.value, JAPANESE)))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"PK\x03\x04", b"[" * 100_000])
def test_rubbish_is_refused(content: bytes) -> None:
    with pytest.raises(UploadError, match="not a file of saved work"):
        read_work(content, max_edits=10)
