"""The shipped demo: complete, distinct, usable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.data import demo_edits, demos, read_upload
from app.data.demo import FILES


@pytest.mark.parametrize(("language", "mark"), [("en", "?"), ("ja", "？")])
def test_twenty_edits_with_a_question_in_other_words(language: str, mark: str) -> None:
    found = demos(language)
    assert len({demo.edit.id for demo in found}) == len({demo.question for demo in found}) == len(found) == 20
    for demo in found:
        assert demo.edit.language == language
        assert demo.answer in demo.edit.text
        assert demo.answer not in demo.question
        assert demo.question.endswith(mark)


@pytest.mark.parametrize("language", FILES)
def test_each_has_a_question_that_no_edit_answers(language: str) -> None:
    found = demos(language)
    others = {demo.unchanged for demo in found}
    assert len(others) == len(found) and not others & {demo.question for demo in found}
    assert all([probe.kind for probe in demo.edit.probes] == ["efficacy", "neighbourhood"] for demo in found)


@pytest.mark.parametrize("language", FILES)
def test_the_demo_file_can_be_uploaded(language: str) -> None:
    upload = read_upload(FILES[language], max_mb=1, max_edits=100)
    assert upload.edits == tuple(replace(edit, probes=edit.probes[:1]) for edit in demo_edits(language))
    assert not upload.faults
