"""From what a person types to what the backbone reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import QuestionError
from app.model import prompt_of
from app.model.prompts import answer_tokens_of, first_line, first_line_ended, leading_tokens, tokens_of
from tests.tiny_models import CONTROL_TOKENS, MARK, byte_tokenizer


@pytest.mark.parametrize(
    ("typed", "prompt"),
    [
        ("What is it?", "Q: What is it?\nA:"),
        ("  What is it?  \n", "Q: What is it?\nA:"),
        ("Tell me.", "Q: Tell me.\nA:"),
        ("Now!", "Q: Now!\nA:"),
        ("And…", "Q: And…\nA:"),
        ("何ですか？", "Q: 何ですか？\nA:"),
        ("教えて。", "Q: 教えて。\nA:"),
        ("すごい！", "Q: すごい！\nA:"),
        ("The capital of France is", "The capital of France is"),
        ("Is 3.5 more than", "Is 3.5 more than"),
    ],
)
def test_questions_are_asked_and_beginnings_continued(typed: str, prompt: str) -> None:
    assert prompt_of(typed) == prompt


@pytest.mark.parametrize("empty", ["", "  ", "\n", "\u200b"])
def test_nothing_to_see_is_no_question(empty: str) -> None:
    with pytest.raises(QuestionError, match="question is empty"):
        prompt_of(empty)


def test_control_tokens_are_plain_characters_and_the_leading_one_is_the_tokenizers_own() -> None:
    plain, leading = byte_tokenizer(), byte_tokenizer(leading=True)
    assert leading_tokens(plain) == []
    assert leading_tokens(leading) == [MARK]
    for control in CONTROL_TOKENS:
        ids = tokens_of(plain, f"a{control}b")
        assert len(ids) == len(control) + 2
        assert not set(ids) & set(plain.all_special_ids)
        assert tokens_of(leading, f"a{control}b") == [MARK, *ids]
        assert plain.decode(ids) == f"a{control}b"


def test_an_answer_continues_its_prompt() -> None:
    tokenizer = byte_tokenizer(leading=True)
    assert tokenizer.decode(answer_tokens_of(tokenizer, "Lyon")) == " Lyon"
    assert tokenizer.decode(answer_tokens_of(tokenizer, " Lyon")) == " Lyon"
    assert tokenizer.decode(answer_tokens_of(tokenizer, "\nLyon")) == "\nLyon"
    assert MARK not in answer_tokens_of(tokenizer, CONTROL_TOKENS[MARK])


@pytest.mark.parametrize(
    ("text", "line", "ended"),
    [
        ("", "", False),
        (" Lyon", "Lyon", False),
        (" Lyon\n", "Lyon", True),
        (" Lyon\nParis", "Lyon", True),
        ("\n\n Lyon", "Lyon", False),
        ("\n\n Lyon \n more", "Lyon", True),
        ("\n\n", "", False),
    ],
)
def test_the_first_line_that_is_not_blank(text: str, line: str, ended: bool) -> None:
    assert first_line(text) == line
    assert first_line_ended(text) is ended


@given(st.text())
def test_a_first_line_is_one_line_stripped(text: str) -> None:
    line = first_line(text)
    assert "\n" not in line
    assert line == line.strip()
    assert bool(line) == bool(text.strip())


@given(st.text(min_size=1).filter(lambda text: not text.isascii() or text.isprintable()))
def test_bytes_come_back(text: str) -> None:
    tokenizer = byte_tokenizer()
    assert tokenizer.decode(tokens_of(tokenizer, text)) == text
