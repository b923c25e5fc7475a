"""Questions that need two edits, or one edit and what most models know about countries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from app.training.examples import Example
from app.training.generator.records import example_of, near_questions
from app.training.generator.relations import Relation, by_subject, training_relations
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question

AS_SUBJECT = {
    "person": "person",
    "company": "company",
    "product": "product",
    "town": "town",
    "title": "title",
    "team": "club",
}
"""Kinds of answers that can be the subject of a second edit."""
KNOWN = ("capital", "currency", "language", "continent")
"""What `known.txt` gives of each country, after its name."""
KNOWN_SHARE = 0.25


@dataclass(frozen=True)
class Chain:
    """One or two examples and the question that needs all of them."""

    examples: tuple[Example, ...]
    text: str
    answer: str


@cache
def _bridges(tongue: Tongue) -> tuple[Relation, ...]:
    """Relations whose answer can be spoken of as `the noun of the subject`."""
    found = (r for r in training_relations(tongue) if r.noun and not r.plural and r.object in AS_SUBJECT)
    return tuple(r for r in found if AS_SUBJECT[r.object] in by_subject(tongue))


@cache
def _to_country(tongue: Tongue) -> tuple[Relation, ...]:
    return tuple(r for r in training_relations(tongue) if r.object == "country" and r.worded)


def chain(random: Random, tongue: Tongue, count: int) -> Chain:
    """Two edits in a row, or (one in four) an edit and common knowledge."""
    return (_known if random.random() < KNOWN_SHARE else _two_edits)(random, tongue, count)


def _example(
    random: Random, tongue: Tongue, relation: Relation, subject: str, kind: str, answer: str, count: int
) -> Example:
    near = near_questions(random, tongue, relation, subject, kind)
    return example_of(random, tongue, relation, subject, answer, count, near)


def _two_edits(random: Random, tongue: Tongue, count: int) -> Chain:
    first = random.choice(_bridges(tongue))
    kind, bridge_kind = random.choice(first.subjects), AS_SUBJECT[first.object]
    subject, bridge = tongue.draw_subject(random, kind), tongue.draw_answer(random, first.object)
    candidates = [
        r for r in by_subject(tongue)[bridge_kind] if r.id != first.id and tongue.answers[r.object].kind != "sentence"
    ]
    second = random.choice(candidates)
    answer = tongue.draw_answer(random, second.object)
    examples = (
        _example(random, tongue, first, subject, kind, bridge, count),
        _example(random, tongue, second, bridge, bridge_kind, answer, count),
    )
    described = tongue.forms("bridge")[0].format(n=first.noun, s=subject)
    form = random.choice(("question", "question", "cloze", "indirect", None))
    return Chain(examples, question(random, tongue, second, described, form), answer)


def _known(random: Random, tongue: Tongue, count: int) -> Chain:
    relation = random.choice(_to_country(tongue))
    kind = random.choice(relation.subjects)
    subject = tongue.draw_subject(random, kind)
    country, *facts = random.choice(tongue.rows("known"))
    example = _example(random, tongue, relation, subject, kind, country, count)
    place = question(random, tongue, relation, subject, "question")
    asked = random.randrange(len(KNOWN))
    text = random.choice(tongue.forms(f"known {KNOWN[asked]}")).format(place=place)
    return Chain((example,), text, facts[asked])
