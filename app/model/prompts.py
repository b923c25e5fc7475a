"""From what a person types to what the backbone reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.errors import QuestionError

SENTENCE_ENDS = "?.!…。？！"


RECONSTRUCTION_PROMPT = "Repeat:"
"""Continued, while one edit's gists are read, with that edit word for word: what shows how much of it they hold."""


def prompt_of(question: str) -> str:
    """The prompt for a question.

    A text that ends like a sentence is asked (`Q: …⏎A:`); anything else is a cloze, continued as it stands.

    Raises:
        QuestionError: an empty question.
    """
    text = question.strip()
    if not anything_to_see(text):
        raise QuestionError(
            given="The question is empty.",
            allowed="A question, or the beginning of a sentence to be continued.",
            remedy="Type a question and ask again.",
        )
    return f"Q: {text}\nA:" if text[-1] in SENTENCE_ENDS else text


def asked_in(prompt: str) -> str:
    """The question of a prompt without edits, as it was typed but for spaces around it."""
    return prompt.removeprefix("Q: ").removesuffix("\nA:")


def prompt_with(question: str, edits: Sequence[str]) -> str:
    """The prompt for a question with edits before it, a line each.

    Whoever retrieves edits, and whoever trains reading them, puts them like this; with one edit it is the prompt of the
    method `in-prompt-plain`.

    Raises:
        QuestionError: an empty question.
    """
    return "".join(f"{edit}\n" for edit in edits) + prompt_of(question)


def anything_to_see(text: str) -> bool:
    """Whether a text has a character that can be seen: not only spaces, control and zero-width characters."""
    return any(character.isprintable() and not character.isspace() for character in text)


def tokens_of(tokenizer: Any, text: str) -> list[int]:
    """Token ids of a text that a person typed.

    Control tokens in the text (`<|im_start|>` …) are read as plain characters. A leading special token is added
    where the backbone's tokenizer wants one (Gemma's `<bos>`).
    """
    ids: list[int] = tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
    return leading_tokens(tokenizer) + ids


def leading_tokens(tokenizer: Any) -> list[int]:
    """What the tokenizer puts before every text: nothing, or its beginning-of-text token."""
    ids: list[int] = tokenizer("")["input_ids"]
    return [i for i in ids if i == tokenizer.bos_token_id][:1]


def answer_tokens_of(tokenizer: Any, target: str) -> list[int]:
    """Token ids of an answer that continues a prompt: a space before it, none of the tokenizer's own additions."""
    continued = target if target.startswith((" ", "\n")) else f" {target}"
    ids: list[int] = tokenizer(continued, add_special_tokens=False, split_special_tokens=True)["input_ids"]
    return ids


def first_line(text: str) -> str:
    """The answer in a greedy continuation: its first line that is not blank, stripped."""
    return text.strip().split("\n", 1)[0].strip()


def first_line_ended(text: str) -> bool:
    """Whether a continuation has gone past its first line that is not blank."""
    return "\n" in text.lstrip()
