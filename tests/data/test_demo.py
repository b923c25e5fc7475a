"""The shipped demo: complete, distinct, usable."""

from __future__ import annotations

from app.config import ASSETS
from app.data import demo_edits, demo_questions, demos, read_upload


def test_twenty_edits_with_a_question_in_other_words() -> None:
    assert len(demo_edits()) == len(demo_questions()) == 20
    assert len({edit.id for edit in demo_edits()}) == 20
    for demo in demos():
        assert demo.answer in demo.edit.text
        assert demo.answer not in demo.question
        assert demo.question.endswith("?")


def test_the_demo_file_can_be_uploaded() -> None:
    upload = read_upload(ASSETS / "demo" / "edits.csv", max_mb=1, max_edits=100)
    assert upload.edits == demo_edits()
    assert not upload.faults
