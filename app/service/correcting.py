"""From a wrong answer to an edit that mends it: what the edit could begin with, and its test question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.data import Edit, Probe

_ENGLISH = (
    re.compile(r"^(?:what|who|which|where|when)\s+(?P<verb>is|are|was|were)\s+(?P<rest>.+?)\s*\?$", re.IGNORECASE),
    re.compile(r"^(?:which|what)\s+\w+\s+(?P<verb>is|was)\s+(?P<rest>(?:the|an?)\s.+?)\s*\?$", re.IGNORECASE),
)
_JAPANESE = re.compile(
    r"^(?P<rest>.+?[はが])(?:何|なん|誰|だれ|どこ|いつ|いくら|幾ら|どれ|どの|何[^\sはが]{1,3})[^は]*?[?？。]?$"
)
_TAIL = re.compile(
    r"^(?P<rest>.*\S)\s+(?P<end>(?:called|named|located|made|born|held|based|due|used)(?:\s+(?:for|of|in|at|on|by))?)$"
)


@dataclass(frozen=True)
class Draft:
    """An edit that is about to be written, because an answer was wrong."""

    question: str
    answer: str
    """The wrong one."""
    beginning: str
    """What the edit could begin with, up to the place of the truth; empty where the question does not tell."""
    read: str
    """The edit that the wrong answer read; empty: none."""


def draft_for(question: str, answer: str, read: str = "") -> Draft:
    """The draft for a wrong answer."""
    return Draft(question, answer, beginning_of(question), read)


def beginning_of(question: str) -> str:
    """What a statement that answers the question begins with; empty where the question's form is not known.

    “What is the capital of France?” → “The capital of France is”. A sentence to go on with is its own beginning.
    """
    text = question.strip()
    if not text.endswith(("?", "？", "。", ".", "!", "！")):
        return text
    if (match := _JAPANESE.match(text)) is not None:
        return match["rest"]
    for form in _ENGLISH:
        if (match := form.match(text)) is not None:
            return _stated(match["rest"], match["verb"].lower())
    return ""


def _stated(rest: str, verb: str) -> str:
    """“The capital of France”, “is” → “The capital of France is”."""
    ended = _TAIL.match(rest)
    subject, end = (rest, "") if ended is None else (ended["rest"], f" {ended['end']}")
    return f"{subject[0].upper()}{subject[1:]} {verb}{end}"


def corrected(text: str, question: str, expected: str) -> Edit:
    """The edit as the person wrote it, with the question that went wrong as its test."""
    return Edit.of(text, probes=(Probe("efficacy", question, expected.strip()),))
