"""What reports are put together from: canonical JSON, marked parts of an answer, visible spaces."""

from __future__ import annotations

import json

import pytest

from app.explain.claims import claims_in
from app.explain.drawings import visible
from app.explain.marking import marked_parts
from app.explain.record import canonical


def test_canonical_json_is_one_text_for_equal_records() -> None:
    one, other = {"b": [1, float("nan")], "a": "é<&>"}, {"a": "é<&>", "b": (1, None)}
    assert canonical(one) == canonical(other) == '{"a":"\\u00e9\\u003c\\u0026\\u003e","b":[1,null]}'
    assert json.loads(canonical(one))["a"] == "é<&>"


def test_parts_of_an_answer_join_to_the_answer() -> None:
    text = "On 3 May Marta Quill paid $45."
    parts = marked_parts(text, claims_in(text))
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.marked] == ["3 May", "Marta Quill", "$45"]
    assert marked_parts("", ()) == ()


@pytest.mark.parametrize(
    ("token", "shown"), [(" 45", "␣45"), ("gist 2", "gist 2"), ("\n", "⏎"), ("  ", "␣␣"), ("", "–"), ("a ", "a␣")]
)
def test_spaces_of_tokens_are_visible_where_they_could_be_missed(token: str, shown: str) -> None:
    assert visible(token) == shown
