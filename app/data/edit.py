"""What the workbench works on: an edit (a statement to be believed), and the questions that test one."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from app.data.language import language_of
from app.data.terms import NO_TERMS, Terms

ProbeKind = Literal["efficacy", "paraphrase", "portability", "multi-hop", "question", "neighbourhood", "near-miss"]
PROBE_KINDS: tuple[ProbeKind, ...] = get_args(ProbeKind)

AnswerKind = Literal[
    "name", "place", "amount", "number", "date", "duration", "quantity", "percent", "code", "negation", "word"
]
"""What an answer, or a part of one, is."""
ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)

LONGEST_NOTE, LONGEST_TAG = 2_000, 60
"""In characters."""


def normalise(text: str) -> str:
    """The text as stored and compressed: Unicode NFC, each run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def folded(text: str) -> str:
    """Text as a search sees it: no upper case, no difference between full and half width."""
    return unicodedata.normalize("NFKC", text).casefold()


def edit_id(text: str) -> str:
    """16 hexadecimal digits of the content: equal for texts that are equal after `normalise`."""
    return hashlib.sha256(normalise(text).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True)
class Probe:
    """A question that tests an edit.

    `efficacy`, `paraphrase`, `portability` and `multi-hop` ask for `target` (or one of `aliases`) at the beginning of
    the answer; `question` asks for it, or for the parts that its record requires, anywhere in the first line.
    `neighbourhood` asks about something else, where the answer must stay what it was, and `near-miss` about something
    that seems to be covered by an edit and is not, where no edit may be used.
    """

    kind: ProbeKind
    question: str
    target: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """What an edit says, taken apart: a question or cloze, and the answer that the edit gives to it."""

    prompt: str
    """Ends before the target."""
    target: str
    subject: str | None = None
    """What the prompt asks about, as it stands there; None: the data do not tell."""


@dataclass(frozen=True)
class Edit:
    """One statement, normalised, with what people keep beside it.

    `language` is ISO 639-1, or None when the text is too short to tell. Note, tags, test questions and terms stand
    beside it: the id, and what the model reads, depend on the text alone. The fact is for methods that change weights.
    """

    text: str
    id: str
    language: str | None
    note: str = ""
    tags: tuple[str, ...] = ()
    """Sorted, without doubles."""
    probes: tuple[Probe, ...] = ()
    fact: Fact | None = None
    """None: it says no single thing, or the data do not tell which."""
    terms: Terms = NO_TERMS

    @classmethod
    def of(
        cls,
        text: str,
        language: str | None = None,
        *,
        note: str = "",
        tags: Iterable[str] = (),
        probes: tuple[Probe, ...] = (),
        fact: Fact | None = None,
        terms: Terms | None = None,
    ) -> Edit:
        """The edit of a text; its language is detected unless it is known already."""
        clean = normalise(text)
        spoken, sorted_tags = language or language_of(clean), tuple(sorted(set(tags)))
        return cls(clean, edit_id(clean), spoken, note, sorted_tags, probes, fact, terms or NO_TERMS)

    @classmethod
    def stating(cls, fact: Fact, language: str | None = None) -> Edit:
        """The edit that is a fact's prompt and its target as one sentence."""
        return cls.of(f"{fact.prompt} {fact.target}.", language, fact=fact)


@dataclass(frozen=True)
class Part:
    """What a right answer must contain: any one of these strings."""

    kind: AnswerKind
    any: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """One edit of a benchmark with its questions; `name` is the record's place in its file."""

    edit: Edit
    subject: str
    probes: tuple[Probe, ...]
    name: str = ""
    group: str = ""
    """The kind of edit, where the benchmark tells."""
    required: tuple[Part, ...] = ()
    """What a right answer to its `question` must contain; none: the probe's target."""
    more: tuple[tuple[str, Edit], ...] = ()
    """Subject and edit: further edits that its questions need."""
    rivals: tuple[tuple[ProbeKind, str, str], ...] = ()
    """Kind of question, target_new, target_true: the two answers that CounterFact's authors compare."""
