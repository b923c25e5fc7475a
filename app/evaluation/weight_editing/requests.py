"""What a weight editor is asked for: edits in tokens, as far as the data tell what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data import Edit
from app.model.prompts import answer_tokens_of, leading_tokens, prompt_of, tokens_of


@dataclass(frozen=True)
class Request:
    """One edit that names its subject: after the prompt the target is wanted."""

    subject: str
    before: str
    """The prompt up to the end of the subject's last mention; what follows is `after`."""
    after: str
    target: str


def request_of(edit: Edit) -> Request | None:
    """None: the edit's data do not tell what it says, or its prompt does not name the subject.

    The prompt is the one that is answered in an evaluation: a question stands between `Q:` and `A:`.
    """
    fact = edit.fact
    if fact is None or not fact.subject:
        return None
    prompt = prompt_of(fact.prompt)
    place = prompt.casefold().rfind(fact.subject.casefold())
    end = place + len(fact.subject)
    return None if place < 0 else Request(prompt[place:end], prompt[:end], prompt[end:], fact.target)


@dataclass(frozen=True)
class TrainingText:
    """Tokens to learn: those from `start` on, behind those before."""

    token_ids: tuple[int, ...]
    start: int


def training_texts(tokenizer: Any, edit: Edit) -> list[TrainingText]:
    """The statement, and the target behind the prompt where the data tell them."""
    statement = tokens_of(tokenizer, edit.text)
    found = [TrainingText(tuple(statement), max(1, len(leading_tokens(tokenizer))))]
    if edit.fact is not None:
        prompt = tokens_of(tokenizer, prompt_of(edit.fact.prompt))
        found.append(TrainingText((*prompt, *answer_tokens_of(tokenizer, edit.fact.target)), len(prompt)))
    return found


def split(edits: Sequence[Edit]) -> tuple[list[Request], int]:
    """The requests of the edits that have one, and how many have none."""
    found = [request for edit in edits if (request := request_of(edit)) is not None]
    return found, len(edits) - len(found)
