"""Edits in one language, asked in another: names, numbers and codes that are written alike in both."""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import AnswerKind, Example
from app.training.generator import codes, coined, quantities
from app.training.generator.english import ENGLISH
from app.training.generator.japanese import JAPANESE
from app.training.generator.lexicon import rows
from app.training.generator.relations import Relation, training_relations
from app.training.generator.tongue import Draw, Tongue
from app.training.generator.wording import question, questions, statement

BACK_SHARE = 0.3
"""Share of examples that are asked in the edit's own language too."""
FIRM_ENDS = ("Inc.", "Ltd", "GmbH", "AG", "Group", "Systems")
Pair = tuple[Relation, Relation]

SUBJECTS: dict[str, Draw] = {
    "product": coined.product,
    "software": coined.software,
    "company": lambda random: f"{coined.coined(random)} {random.choice(FIRM_ENDS)}",
    "person": coined.person,
    "server": lambda random: f"{coined.pick(random, 'host_stems')}-{random.randint(1, 60):02}",
    "project": lambda random: f"{coined.coined(random)} {random.randint(2, 99)}",
}
"""Kinds of subjects with names in Latin letters that stand in a text of either language."""


def _measure(dimension: str) -> Draw:
    return lambda random: quantities.measure(random, quantities.MEASURES[dimension])


ANSWERS: dict[str, Draw] = {
    "person": coined.person,
    "company": SUBJECTS["company"],
    "coined": coined.coined,
    "code": codes.article_number,
    "short_code": codes.short_code,
    "version": codes.version,
    "standard": lambda random: codes.patterned(random, "standard"),
    "ip": codes.ip_address,
    "url": codes.url,
    "email": codes.email,
    "number": quantities.count,
    "decimal": quantities.decimal,
    "dimensions": quantities.dimensions,
    "technology": lambda random: coined.pick(random, "technologies"),
} | {dimension: _measure(dimension) for dimension in quantities.MEASURES}
"""Kinds of answers that are the same string in every language."""


@cache
def crossing_relations() -> tuple[Pair, ...]:
    """Relations that both tongues have, with answers and subjects that are written alike: (English, Japanese)."""
    english = {relation.id: relation for relation in training_relations(ENGLISH)}
    japanese = {relation.id: relation for relation in training_relations(JAPANESE)}
    ids = [(name, name) for name in english if name in japanese]
    ids += [(first, second) for first, second in rows("shared/pairs.txt") if first in english and second in japanese]
    pairs = ((english[first], japanese[second]) for first, second in ids)
    return tuple(pair for pair in pairs if pair[0].object == pair[1].object in ANSWERS and _shared_kinds(pair))


def _shared_kinds(pair: Pair) -> list[str]:
    return [kind for kind in SUBJECTS if kind in pair[0].subjects and kind in pair[1].subjects]


def crossing_example(random: Random, count: int) -> Example:
    """An edit in English asked in Japanese, or the other way round."""
    pair = random.choice(crossing_relations())
    tongues: list[Tongue] = [ENGLISH, JAPANESE]
    said = random.randrange(2)
    kind = random.choice(_shared_kinds(pair))
    subject, sister = SUBJECTS[kind](random), SUBJECTS[kind](random)
    answer = ANSWERS[pair[0].object](random)
    asked = questions(random, tongues[1 - said], pair[1 - said], subject, answer, count)
    if count > 1 and random.random() < BACK_SHARE:
        asked = (*asked[:-1], *questions(random, tongues[said], pair[said], subject, answer, 1))
    answer_kind: AnswerKind = ENGLISH.answers[pair[0].object].kind
    return Example(
        edit=statement(random, tongues[said], pair[said], subject, answer),
        subject=subject,
        relation=f"crossing: {pair[0].id}",
        questions=asked,
        language=tongues[said].language,
        answer_kind=answer_kind,
        near=(question(random, tongues[1 - said], pair[1 - said], sister),) if sister != subject else (),
    )
