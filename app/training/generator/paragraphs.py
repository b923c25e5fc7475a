"""Edits with several attributes of one subject, asked one by one."""

from __future__ import annotations

from functools import cache
from itertools import count as naturals
from random import Random

from app.training.examples import Example, Question
from app.training.generator.records import answer_of, draw_relation, near_questions, other_relation
from app.training.generator.relations import Relation, by_subject
from app.training.generator.tongue import Tongue
from app.training.generator.wording import question, statement

Fact = tuple[Relation, str]


@cache
def rich_kinds(tongue: Tongue, least: int = 8) -> tuple[str, ...]:
    """Kinds of subjects with at least so many relations."""
    return tuple(kind for kind, relations in by_subject(tongue).items() if len(relations) >= least)


def paragraph_example(random: Random, tongue: Tongue, count: int) -> Example:
    """Two to five attributes of one subject in one edit, with a question for each (at most `count`, at random)."""
    kind = random.choice(rich_kinds(tongue))
    subject = tongue.draw_subject(random, kind)
    facts = draw_facts(random, tongue, kind, random.choices((2, 3, 4, 5), (4, 4, 2, 1))[0])
    write = random.choice((prose, prose, prose, _list, _card))
    asked = random.sample(facts, min(count, len(facts)))
    return Example(
        edit=tongue.tidy(write(random, tongue, kind, subject, facts)),
        subject=subject,
        relation="paragraph: " + " + ".join(relation.id for relation, _ in facts),
        questions=tuple(Question(question(random, tongue, relation, subject), answer) for relation, answer in asked),
        language=tongue.language,
        answer_kind=tongue.answers[asked[0][0].object].kind,
        near=_near(random, tongue, kind, subject, [relation for relation, _ in facts]),
    )


def draw_facts(random: Random, tongue: Tongue, kind: str, count: int) -> list[Fact]:
    """One to so many attributes of one kind of subject that cannot be confused, each with an answer."""
    chosen: list[Relation] = []
    for tries in naturals():
        relation = other_relation(random, tongue, kind, chosen) if chosen else draw_relation(random, tongue, kind)
        if relation is not None and tongue.answers[relation.object].kind != "sentence":
            chosen.append(relation)
        if len(chosen) == count or (chosen and tries >= count * 4):
            break
    return [(relation, answer_of(random, tongue, relation)) for relation in chosen]


def _near(random: Random, tongue: Tongue, kind: str, subject: str, present: list[Relation]) -> tuple[str, ...]:
    other = other_relation(random, tongue, kind, present)
    beside = near_questions(random, tongue, present[0], subject, kind)[:1]
    return beside + ((question(random, tongue, other, subject),) if other else ())


def prose(random: Random, tongue: Tongue, kind: str, subject: str, facts: list[Fact]) -> str:
    """Sentences; after the first, the subject is named again, stands as a pronoun, or is left out."""
    sentences = [_sentence(random, tongue, *facts[0], subject)]
    for relation, answer in facts[1:]:
        follow = _follow(tongue, kind, relation, answer, subject) if random.random() < 0.6 else []
        sentences.append(random.choice(follow) if follow else _sentence(random, tongue, relation, answer, subject))
    return tongue.forms("sentence join")[0].join(sentences)


def _sentence(random: Random, tongue: Tongue, relation: Relation, answer: str, subject: str) -> str:
    return tongue.full_stop(statement(random, tongue, relation, subject, answer, decorate=False, whole=True))


def _follow(tongue: Tongue, kind: str, relation: Relation, answer: str, subject: str) -> list[str]:
    """Sentences about the subject just named."""
    shortened = [tongue.pronoun(template, kind) for template in relation.statements]
    found = [text.format(o=answer) for text in shortened if text]
    if relation.noun:
        slots = _slots(tongue, relation, subject)
        templates = tongue.forms("follow") + (() if kind == "person" else tongue.forms("follow thing"))
        found += [template.format(o=answer, **slots) for template in templates]
    return [tongue.full_stop(text) for text in found]


def _slots(tongue: Tongue, relation: Relation, subject: str) -> dict[str, str]:
    return tongue.slots(relation.noun or "", relation.plural, subject, relation.object)


def _list(random: Random, tongue: Tongue, kind: str, subject: str, facts: list[Fact]) -> str:
    """`Subject: noun answer, noun answer`; prose where an attribute has no noun."""
    if any(relation.noun is None for relation, _ in facts):
        return prose(random, tongue, kind, subject, facts)
    head, entry = random.choice(tongue.forms("list head")), random.choice(tongue.forms("list entry"))
    entries = [entry.format(n=relation.noun, o=answer) for relation, answer in facts]
    text = head.format(**_slots(tongue, facts[0][0], subject)) + random.choice(tongue.forms("list join")).join(entries)
    return tongue.full_stop(text) if random.random() < 0.5 else text


def _card(random: Random, tongue: Tongue, kind: str, subject: str, facts: list[Fact]) -> str:
    """One sentence that gives all attributes; prose where an attribute has no noun."""
    if any(relation.noun is None for relation, _ in facts) or len(facts) < 2:
        return prose(random, tongue, kind, subject, facts)
    parts = []
    for relation, answer in facts:
        parts.append(random.choice(tongue.forms("card entry")).format(o=answer, **_slots(tongue, relation, subject)))
    entries = tongue.forms("card last")[0].format(first=tongue.forms("list join")[0].join(parts[:-1]), last=parts[-1])
    return random.choice(tongue.forms("card")).format(entries=entries, **_slots(tongue, facts[0][0], subject))
