"""One relation of one subject as an example, with questions beside it that it does not answer."""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import Example
from app.training.generator.lexicon import table_lines
from app.training.generator.relations import Relation, by_subject, composed_relation, training_relations
from app.training.generator.sentences import ANSWERS, draw_answer
from app.training.generator.subjects import draw_subject, sisters
from app.training.generator.wording import question, questions, statement

SCRAMBLED_SHARE = 0.06
"""Share of plain attributes whose answer is of a kind drawn at random, so that the kind alone never decides."""

_SHORT_KINDS = tuple(kind for kind, entry in ANSWERS.items() if entry.answer_kind != "sentence")


@cache
def _alike_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(name.strip() for name in line.split(",")) for line in table_lines("alike.txt"))


def alike(first: Relation, second: Relation) -> bool:
    """Whether a question about one could be taken for a question about the other."""
    if first.id == second.id or any(first.id in group and second.id in group for group in _alike_groups()):
        return True
    shared = _content(first) & _content(second)
    return bool(shared) and first.object == second.object


def _content(relation: Relation) -> set[str]:
    text = f"{relation.id} {relation.noun or ''}".replace(":", " ")
    return {word for word in text.lower().split() if len(word) > 3} - set(relation.subjects) - {"number"}


def draw_relation(random: Random, subject_kind: str | None = None) -> Relation:
    """A training relation: worded by hand, plain attribute, or composed of two words."""
    if random.random() < 0.15:
        return composed_relation(random, subject_kind)
    pool = by_subject()[subject_kind] if subject_kind else training_relations()
    worded = [relation for relation in pool if relation.worded]
    return random.choice(worded if worded and random.random() < 0.65 else pool)


def other_relation(random: Random, subject_kind: str, present: list[Relation]) -> Relation | None:
    """A relation of the subject kind that none of those present could be confused with."""
    for _ in range(12):
        candidate = draw_relation(random, subject_kind)
        if subject_kind in candidate.subjects and not any(alike(candidate, relation) for relation in present):
            return candidate
    return None


def answer_of(random: Random, relation: Relation) -> str:
    """An answer of the relation's kind; rarely of any kind, for attributes without own wordings."""
    scrambled = not relation.worded and random.random() < SCRAMBLED_SHARE
    return draw_answer(random, random.choice(_SHORT_KINDS) if scrambled else relation.object)


def near_questions(random: Random, relation: Relation, subject: str, subject_kind: str) -> tuple[str, ...]:
    """Another attribute of the subject, and the same attribute of a sister: the edit answers neither."""
    found = [question(random, relation, sisters(random, subject_kind, 2, subject)[-1])]
    if other := other_relation(random, subject_kind, [relation]):
        found.append(question(random, other, subject))
    return tuple(found)


def relation_example(
    random: Random, count: int, *, relation: Relation | None = None, subject: str | None = None, subject_kind: str | None = None
) -> Example:  # fmt: skip
    """An example of one relation with `count` questions; what is not given is drawn."""
    relation = relation or draw_relation(random, subject_kind)
    kind = subject_kind or random.choice(relation.subjects)
    subject = subject or draw_subject(random, kind)
    answer = answer_of(random, relation)
    return Example(
        edit=statement(random, relation, subject, answer),
        subject=subject,
        relation=relation.id,
        questions=questions(random, relation, subject, answer, count),
        language="en",
        answer_kind=ANSWERS[relation.object].answer_kind,
        near=near_questions(random, relation, subject, kind),
    )
