"""One relation of one subject as an example, with questions beside it that it does not answer."""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import Example
from app.training.generator.lexicon import listed
from app.training.generator.relations import Relation, by_subject, composed_relation, training_relations
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question, questions, statement

SCRAMBLED_SHARE = 0.06
"""Share of plain attributes whose answer is of a kind drawn at random, so that the kind alone never decides."""
COMPOSED_SHARE = 0.15
WORDED_SHARE = 0.65


@cache
def _alike_groups(tongue: Tongue) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(listed(cells[0])) for cells in tongue.rows("alike"))


@cache
def short_kinds(tongue: Tongue) -> tuple[str, ...]:
    """Kinds of answers that are no sentences."""
    return tuple(kind for kind, source in tongue.answers.items() if source.kind != "sentence")


def alike(tongue: Tongue, first: Relation, second: Relation) -> bool:
    """Whether a question about one could be taken for a question about the other."""
    if first.id == second.id or any(first.id in group and second.id in group for group in _alike_groups(tongue)):
        return True
    return first.object == second.object and bool(_content(first) & _content(second))


@cache
def _content(relation: Relation) -> frozenset[str]:
    """What a relation's names are made of: words where they are spaced, pairs of characters elsewhere."""
    text = f"{relation.id} {relation.noun or ''}".replace(":", " ").lower()
    found = {word for word in text.split() if len(word) > 3 and word.isascii()}
    wide = "".join(letter for letter in text if not letter.isascii())
    return frozenset((found | {wide[i : i + 2] for i in range(len(wide) - 1)}) - {"number", *relation.subjects})


def draw_relation(random: Random, tongue: Tongue, subject_kind: str | None = None) -> Relation:
    """A training relation: worded by hand, plain attribute, or composed of two words."""
    if random.random() < COMPOSED_SHARE and (composed := composed_relation(random, tongue, subject_kind)):
        return composed
    pool = by_subject(tongue)[subject_kind] if subject_kind else training_relations(tongue)
    worded = [relation for relation in pool if relation.worded]
    return random.choice(worded if worded and random.random() < WORDED_SHARE else pool)


def other_relation(random: Random, tongue: Tongue, subject_kind: str, present: list[Relation]) -> Relation | None:
    """A relation of the subject kind that none of those present could be confused with."""
    for _ in range(12):
        candidate = draw_relation(random, tongue, subject_kind)
        if not any(alike(tongue, candidate, relation) for relation in present):
            return candidate
    return None


def answer_of(random: Random, tongue: Tongue, relation: Relation) -> str:
    """An answer of the relation's kind; rarely of any kind, for attributes without own wordings."""
    scrambled = not relation.worded and random.random() < SCRAMBLED_SHARE
    return tongue.draw_answer(random, random.choice(short_kinds(tongue)) if scrambled else relation.object)


def near_questions(
    random: Random, tongue: Tongue, relation: Relation, subject: str, subject_kind: str
) -> tuple[str, ...]:
    """The same attribute of a sister, and another attribute of the subject: the edit answers neither."""
    sister = tongue.sisters(random, subject_kind, 2, subject)[-1]
    found = [question(random, tongue, relation, sister)]
    if other := other_relation(random, tongue, subject_kind, [relation]):
        found.append(question(random, tongue, other, subject))
    return tuple(found)


def example_of(
    random: Random,
    tongue: Tongue,
    relation: Relation,
    subject: str,
    answer: str,
    count: int,
    near: tuple[str, ...] = (),
) -> Example:
    """An example of a given relation, subject and answer with `count` questions."""
    return Example(
        edit=statement(random, tongue, relation, subject, answer),
        subject=subject,
        relation=relation.id,
        questions=questions(random, tongue, relation, subject, answer, count),
        language=tongue.language,
        answer_kind=tongue.answers[relation.object].kind,
        near=near,
    )


def relation_example(random: Random, tongue: Tongue, count: int) -> Example:
    """An example of a relation, subject and answer drawn at random."""
    relation = draw_relation(random, tongue)
    kind = random.choice(relation.subjects)
    subject = tongue.draw_subject(random, kind)
    near = near_questions(random, tongue, relation, subject, kind)
    return example_of(random, tongue, relation, subject, answer_of(random, tongue, relation), count, near)
