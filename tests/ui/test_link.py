"""A link to a question: what is in it, what never is, and what it asks for when it is opened."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from app.service import Workbench
from app.service.kept_answers import Asked
from app.texts import ENGLISH
from app.ui.link import LONGEST, Linked, link_html, query_of
from tests.service.conftest import LYON, bench, token

__all__ = ["bench", "token"]


@pytest.fixture
def asked(bench: Workbench, token: str) -> Asked:
    """An answer that read an edit."""
    *_, last = bench.questions.ask(token, "What is the capital of France? & <b>")
    found = bench.questions.answered(token, last.key or "")
    assert found is not None
    return found


def test_it_names_question_and_policy_and_nothing_of_edits_or_session(asked: Asked, token: str) -> None:
    query = query_of(asked)
    assert parse_qs(query) == {"question": ["What is the capital of France? & <b>"], "policy": ["default"]}
    assert asked.answer.text == LYON
    assert "Lyon" not in query
    assert token not in query
    assert "<b>" not in link_html(query, ENGLISH)


def test_it_names_the_release_or_that_the_edits_were_shared(asked: Asked) -> None:
    assert parse_qs(query_of(replace(asked, shared=True)))["edits"] == ["shared"]
    released = parse_qs(query_of(replace(asked, shared=True, release="2026-12")))
    assert released["release"] == ["2026-12"]
    assert "edits" not in released


def test_what_is_opened_is_what_was_linked_and_nothing_longer(asked: Asked) -> None:
    address = {name: values[0] for name, values in parse_qs(query_of(replace(asked, release="r"))).items()}
    assert Linked.of(address) == Linked(asked.answer.question, "r", shared=False)
    assert Linked.of({}) == Linked()
    assert len(Linked.of({"question": "x" * 9 * LONGEST}).question) == LONGEST
