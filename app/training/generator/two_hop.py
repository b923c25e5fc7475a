"""Questions that need two edits, or one edit and what most models know about countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from app.training.examples import Example
from app.training.generator.lexicon import table_lines
from app.training.generator.records import near_questions
from app.training.generator.relations import Relation, by_subject, training_relations
from app.training.generator.sentences import ANSWERS, draw_answer
from app.training.generator.subjects import draw_subject
from app.training.generator.wording import question, questions, statement

_AS_SUBJECT = {
    "person": "person",
    "company": "company",
    "product": "product",
    "town": "town",
    "title": "title",
    "team": "club",
}
"""Object kinds that can stand as the subject of a second edit."""


@dataclass(frozen=True)
class Chain:
    """One or two examples and the question that needs all of them."""

    examples: tuple[Example, ...]
    text: str
    answer: str


@cache
def _first_relations() -> tuple[Relation, ...]:
    return tuple(r for r in training_relations() if r.noun and not r.plural and r.object in _AS_SUBJECT)


@cache
def _country_relations() -> tuple[Relation, ...]:
    return tuple(r for r in training_relations() if r.object == "country" and r.worded)


@cache
def _countries() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in table_lines("known.txt"))


def chain(random: Random, count: int) -> Chain:
    """Two edits in a row, or (one in four) an edit and common knowledge."""
    return _known(random, count) if random.random() < 0.25 else _two_edits(random, count)


def _example(random: Random, relation: Relation, subject: str, kind: str, answer: str, count: int) -> Example:
    return Example(statement(random, relation, subject, answer), subject, relation.id, questions(random, relation, subject, answer, count),
                   "en", ANSWERS[relation.object].answer_kind, near_questions(random, relation, subject, kind))  # fmt: skip


def _two_edits(random: Random, count: int) -> Chain:
    first = random.choice(_first_relations())
    kind, bridge_kind = random.choice(first.subjects), _AS_SUBJECT[first.object]
    subject, bridge = draw_subject(random, kind), draw_answer(random, first.object)
    second = random.choice(
        [r for r in by_subject()[bridge_kind] if r.id != first.id and ANSWERS[r.object].answer_kind != "sentence"]
    )
    answer = draw_answer(random, second.object)
    examples = (
        _example(random, first, subject, kind, bridge, count),
        _example(random, second, bridge, bridge_kind, answer, count),
    )
    form = random.choice(("question", "question", "cloze", "indirect", None))
    return Chain(examples, question(random, second, f"the {first.noun} of {subject}", form), answer)


def _known(random: Random, count: int) -> Chain:
    relation = random.choice(_country_relations())
    kind = random.choice(relation.subjects)
    subject = draw_subject(random, kind)
    country, capital, currency, language, continent = random.choice(_countries())
    example = _example(random, relation, subject, kind, country, count)
    place = question(random, relation, subject, "question")
    forms = {
        capital: "What is the capital of that country?", currency: "What is the currency of that country?",
        language: "Which language is mainly spoken there?", continent: "On which continent is that country?",
    }  # fmt: skip
    answer = random.choice(list(forms))
    return Chain((example,), f"{place} {forms[answer]}", answer)
