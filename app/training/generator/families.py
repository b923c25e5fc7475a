"""Families as a firm's pool has them: sisters × attributes, versions of one rule, and what is not there.

sister 1 × attribute a     edit, asked
sister 1 × attribute b     edit, asked           sister 1 × attribute c   near miss (no such attribute)
sister 2 × attribute a     edit, asked           sister 3 × attribute a   near miss (no such sister)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from app.training.examples import Example, Question
from app.training.generator.records import answer_of, draw_relation, other_relation
from app.training.generator.relations import Relation, by_subject
from app.training.generator.sentences import ANSWERS
from app.training.generator.subjects import sisters
from app.training.generator.wording import question, questions, statement

_KINDS = tuple(
    kind for kind, relations in by_subject().items() if len(relations) > 8 and kind not in ("term", "realm", "award")
)


@dataclass(frozen=True)
class Family:
    """Edits that resemble each other, and questions near them that none answers."""

    examples: tuple[Example, ...]
    near_misses: tuple[str, ...]


def family(random: Random, limit: int, count: int) -> Family:
    """A family of at most `limit` edits with `count` questions each."""
    if random.random() < 0.18:
        return versions(random, limit, count)
    kind = random.choice(("product", "product", "software", "plan", *_KINDS, *_KINDS))
    sister_count, relation_count = random.choice(
        ((2, 3), (3, 2), (3, 4), (4, 2), (5, 2), (6, 1), (6, 2), (8, 2), (2, 6), (5, 4), (9, 3))
    )
    names = sisters(random, kind, sister_count + 2)
    relations = _relations(random, kind, relation_count + 2)
    present, absent = relations[:relation_count], relations[relation_count:]
    pairs = [(name, relation) for name in names[:sister_count] for relation in present]
    random.shuffle(pairs)
    examples = tuple(_member(random, name, relation, count) for name, relation in pairs[:limit])
    missing = (
        [(name, relation) for name in names[sister_count:] for relation in present]
        + [(name, relation) for name in names[:sister_count] for relation in absent]
        + pairs[limit:]
    )
    near = [question(random, relation, name) for name, relation in random.sample(missing, min(6, len(missing)))]
    return Family(examples, tuple(near))


def _relations(random: Random, kind: str, count: int) -> list[Relation]:
    """Relations of a kind that cannot be confused with one another."""
    found = [draw_relation(random, kind)]
    for _ in range(count * 4):
        if len(found) == count:
            break
        if other := other_relation(random, kind, found):
            found.append(other)
    return found


def _member(random: Random, name: str, relation: Relation, count: int) -> Example:
    answer = answer_of(random, relation)
    return Example(statement(random, relation, name, answer), name, relation.id, questions(random, relation, name, answer, count),
                   "en", ANSWERS[relation.object].answer_kind)  # fmt: skip


def versions(random: Random, limit: int, count: int) -> Family:
    """One attribute of one subject in several years: the year in the question decides."""
    kind = random.choice(_KINDS)
    subject = sisters(random, kind, 1)[0]
    relation = draw_relation(random, kind)
    last = random.randint(2021, 2030)
    years = [str(last - back) for back in range(random.randint(3, 5))]
    held, missing = years[: min(limit, len(years) - 1)], years[len(years) - 1]
    form = random.choice(
        ("In {y}: {e}", "{e} (valid for {y})", "For {y}: {e}", "{y} edition: {e}", "Version {y}. {e}", "As of {y}: {e}")
    )
    examples = []
    for year in held:
        member = _member(random, subject, relation, count)
        asked = tuple(Question(_dated(random, entry.text, year), entry.answer) for entry in member.questions)
        text = form.format(y=year, e=member.edit)
        examples.append(replace(member, edit=text, subject=f"{subject} in {year}", questions=asked))
    return Family(tuple(examples), (_dated(random, question(random, relation, subject), missing),))


def _dated(random: Random, text: str, year: str) -> str:
    """A question or cloze with the year it asks for."""
    lead = random.choice((f"In {year}: ", f"For {year}: ", f"Year {year}. ", f"As of {year}: "))
    return lead + text
