"""What a language has to bring so that every kind of example can be made in it.

A tongue is its tables (`tables/<folder>/`), its kinds of answers and subjects, and a handful of grammar.
The kinds of examples (records, paragraphs, rules, …) are written once, over any tongue.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from app.training.examples import AnswerKind, Language
from app.training.generator.lexicon import keyed, rows, words

Draw = Callable[[Random], str]
_BRACE = re.compile(r"\{([a-zA-Z_]+)\}")


@dataclass(frozen=True)
class AnswerSource:
    """How answers of a kind are drawn, and as what they are counted in reports."""

    draw: Draw
    kind: AnswerKind


class Tongue(ABC):
    """One language of the generator. Instances hold no state beyond their registries."""

    language: Language
    folder: str
    """Of its tables."""
    answers: Mapping[str, AnswerSource]
    """Kinds of answers by the names that the tables use."""
    subjects: Mapping[str, Draw]
    """Kinds of subjects by the names that the tables use."""

    @abstractmethod
    def sister(self, random: Random, kind: str, name: str) -> str:
        """Another subject of the kind that differs from the given one in a token or number."""

    @abstractmethod
    def slots(self, noun: str, plural: bool, subject: str, answer_source: str) -> dict[str, str]:
        """What the templates of `forms.txt` may name about a noun and a subject, besides the answer `{o}`."""

    @abstractmethod
    def reported(self, template: str) -> str | None:
        """A question template as a clause (`Where is {s} made?` → `where {s} is made`); None where unsure."""

    @abstractmethod
    def pronoun(self, template: str, subject_kind: str) -> str | None:
        """A statement template about a subject just named, or None where it cannot leave the name out."""

    @abstractmethod
    def large(self, text: str) -> str:
        """The text as the beginning of a sentence."""

    @abstractmethod
    def small(self, text: str) -> str:
        """The text inside a sentence."""

    @abstractmethod
    def you(self, text: str) -> str:
        """The asker's words in the mouth of the one who answers."""

    @abstractmethod
    def typed(self, random: Random, text: str) -> str:
        """A question as people type it: at times in haste."""

    @abstractmethod
    def tidy(self, text: str) -> str:
        """The text without what joining templates left behind (double stops and the like)."""

    @abstractmethod
    def full_stop(self, text: str) -> str:
        """The text with exactly one mark at its end."""

    def forms(self, key: str) -> tuple[str, ...]:
        """Templates of a key of `forms.txt`."""
        return keyed(f"{self.folder}/forms.txt")[key]

    def rows(self, table: str) -> tuple[tuple[str, ...], ...]:
        """A table's lines as cells."""
        return rows(f"{self.folder}/{table}.txt")

    def words(self, name: str) -> tuple[str, ...]:
        return words(self.folder, name)

    def draw_answer(self, random: Random, kind: str) -> str:
        return self.answers[kind].draw(random)

    def draw_subject(self, random: Random, kind: str) -> str:
        return self.subjects[kind](random)

    def fill(self, random: Random, template: str, **given: str) -> str:
        """The template with every brace given or drawn anew from a kind of answer or a word list."""

        def draw(match: re.Match[str]) -> str:
            name = match[1]
            if name in given:
                return given[name]
            if name == "small":
                return str(random.randint(2, 20))
            return self.draw_answer(random, name) if name in self.answers else random.choice(self.words(name))

        return _BRACE.sub(draw, template)

    def sisters(self, random: Random, kind: str, count: int, first: str | None = None) -> list[str]:
        """Distinct subjects of a kind, alike as a firm's products and rules are; the first one stands at the start."""
        found = [first or self.draw_subject(random, kind)]
        for attempt in range(count * 40):
            if len(found) == count:
                break
            close = attempt < count * 20
            candidate = self.sister(random, kind, found[0]) if close else self.draw_subject(random, kind)
            if candidate.lower() not in {name.lower() for name in found}:
                found.append(candidate)
        return found
