"""Families as a firm's pool has them: sisters × attributes, versions of one fact, and what is not there.

sister 1 × attribute a     edit, asked
sister 1 × attribute b     edit, asked           sister 1 × attribute c   near miss (no such attribute)
sister 2 × attribute a     edit, asked           sister 3 × attribute a   near miss (no such sister)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from app.training.examples import Example, Question
from app.training.generator.paragraphs import rich_kinds
from app.training.generator.records import answer_of, draw_relation, example_of, other_relation
from app.training.generator.relations import Relation
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question

SHAPES = ((1, 3), (2, 3), (3, 2), (3, 4), (4, 2), (5, 2), (6, 1), (6, 2), (8, 2), (2, 6), (5, 4), (9, 3))
"""Sisters × attributes."""
VERSIONS_SHARE = 0.18
NEAR_MISSES = 6
_OFTEN = ("product", "product", "software", "plan")
_NEVER = ("term", "realm", "award")
"""Kinds whose subjects have no natural sisters."""


@dataclass(frozen=True)
class Family:
    """Edits that resemble each other, and questions near them that none answers."""

    examples: tuple[Example, ...]
    near_misses: tuple[str, ...]


def _kinds(tongue: Tongue) -> list[str]:
    return [kind for kind in rich_kinds(tongue) if kind not in _NEVER]


def family(random: Random, tongue: Tongue, limit: int, count: int) -> Family:
    """A family of at most `limit` edits with `count` questions each."""
    if random.random() < VERSIONS_SHARE:
        return versions(random, tongue, limit, count)
    kinds = _kinds(tongue)
    kind = random.choice([kind for kind in _OFTEN if kind in kinds] + kinds * 2)
    sister_count, relation_count = random.choice(SHAPES)
    names = tongue.sisters(random, kind, sister_count + 2)
    relations = _relations(random, tongue, kind, relation_count + 2)
    present, absent = relations[:relation_count], relations[relation_count:]
    pairs = [(name, relation) for name in names[:sister_count] for relation in present]
    random.shuffle(pairs)
    examples = tuple(_member(random, tongue, name, relation, count) for name, relation in pairs[:limit])
    missing = [(name, relation) for name in names[sister_count:] for relation in present]
    missing += [(name, relation) for name in names[:sister_count] for relation in absent]
    missing += pairs[limit:]
    chosen = random.sample(missing, min(NEAR_MISSES, len(missing)))
    return Family(examples, tuple(question(random, tongue, relation, name) for name, relation in chosen))


def _relations(random: Random, tongue: Tongue, kind: str, count: int) -> list[Relation]:
    """Relations of a kind that cannot be confused with one another."""
    found = [draw_relation(random, tongue, kind)]
    for _ in range(count * 4):
        if len(found) == count:
            break
        if other := other_relation(random, tongue, kind, found):
            found.append(other)
    return found


def _member(random: Random, tongue: Tongue, name: str, relation: Relation, count: int) -> Example:
    return example_of(random, tongue, relation, name, answer_of(random, tongue, relation), count)


def versions(random: Random, tongue: Tongue, limit: int, count: int) -> Family:
    """One attribute of one subject in several years: the year in the question decides."""
    kind = random.choice(_kinds(tongue))
    subject, relation = tongue.draw_subject(random, kind), draw_relation(random, tongue, kind)
    last = random.randint(2021, 2030)
    years = [str(last - back) for back in range(random.randint(3, 5))]
    form = random.choice(tongue.forms("dated edit"))
    examples = []
    for year in years[: min(limit, len(years) - 1)]:
        member = _member(random, tongue, subject, relation, count)
        asked = tuple(Question(_dated(random, tongue, entry.text, year), entry.answer) for entry in member.questions)
        edit = tongue.tidy(form.format(y=year, e=member.edit))
        examples.append(replace(member, edit=edit, subject=f"{subject} {year}", questions=asked))
    missing = _dated(random, tongue, question(random, tongue, relation, subject), years[-1])
    return Family(tuple(examples), (missing,))


def _dated(random: Random, tongue: Tongue, text: str, year: str) -> str:
    """A question or cloze with the year it asks for."""
    return random.choice(tongue.forms("dated question")).format(y=year, q=text)
