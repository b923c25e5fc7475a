"""Edits with several attributes of one subject, asked one by one."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.records import answer_of, draw_relation, near_questions, other_relation
from app.training.generator.relations import Relation, by_subject
from app.training.generator.sentences import ANSWERS
from app.training.generator.subjects import draw_subject
from app.training.generator.wording import article, bare, possessive, question, statement, upper_first

Fact = tuple[Relation, str]
PEOPLE = ("person",)
_KINDS = tuple(kind for kind, relations in by_subject().items() if len(relations) > 7)


def paragraph_example(random: Random, count: int) -> Example:
    """Two to five attributes of one subject in one edit, with a question for each (at most `count`, at random)."""
    kind = random.choice(_KINDS)
    subject = draw_subject(random, kind)
    facts = _facts(random, kind, random.choices((2, 3, 4, 5), (4, 4, 2, 1))[0])
    text = random.choice((_prose, _prose, _prose, _list, _card))(random, kind, subject, facts)
    asked = random.sample(facts, min(count, len(facts)))
    first = facts[0][0]
    return Example(
        edit=text,
        subject=subject,
        relation="paragraph: " + " + ".join(relation.id for relation, _ in facts),
        questions=tuple(Question(question(random, relation, subject), answer) for relation, answer in asked),
        language="en",
        answer_kind=ANSWERS[asked[0][0].object].answer_kind,
        near=_near(random, kind, subject, [relation for relation, _ in facts], first),
    )


def _facts(random: Random, kind: str, count: int) -> list[Fact]:
    chosen: list[Relation] = []
    while len(chosen) < count:
        relation = other_relation(random, kind, chosen) if chosen else draw_relation(random, kind)
        if relation is None:
            break
        if kind in relation.subjects and ANSWERS[relation.object].answer_kind != "sentence":
            chosen.append(relation)
    return [(relation, answer_of(random, relation)) for relation in chosen]


def _near(random: Random, kind: str, subject: str, present: list[Relation], first: Relation) -> tuple[str, ...]:
    other = other_relation(random, kind, present)
    beside = near_questions(random, first, subject, kind)[:1]
    return beside + ((question(random, other, subject),) if other else ())


def _prose(random: Random, kind: str, subject: str, facts: list[Fact]) -> str:
    """Sentences; after the first, the subject is named again or stands as a pronoun."""
    sentences = [_sentence(random, *facts[0], subject)]
    for relation, answer in facts[1:]:
        follow = _follow(kind, relation, answer)
        if random.random() < 0.6 and follow:
            sentences.append(random.choice(follow))
        else:
            sentences.append(_sentence(random, relation, answer, subject))
    return " ".join(sentences)


def _sentence(random: Random, relation: Relation, answer: str, subject: str) -> str:
    text = statement(random, relation, subject, answer, decorate=False)
    return text if text.endswith((".", "!", '"')) else f"{text}."


def _follow(kind: str, relation: Relation, answer: str) -> list[str]:
    """Sentences about the subject just named: pronoun, or attribute alone."""
    verb = "are" if relation.plural else "is"
    found = [
        upper_first(form.format(s="it", o=answer))
        for form in relation.statements
        if form.startswith("{s} ") and kind not in (*PEOPLE, "team")
    ]
    if relation.noun:
        found += [f"The {relation.noun} {verb} {answer}.", f"{upper_first(relation.noun)}: {answer}."]
        if kind not in PEOPLE:
            found.append(f"Its {relation.noun} {verb} {answer}.")
    return found


def _list(random: Random, kind: str, subject: str, facts: list[Fact]) -> str:
    named = [(relation.noun, answer) for relation, answer in facts if relation.noun]
    if len(named) < len(facts):
        return _prose(random, kind, subject, facts)
    separator, mark = random.choice(((", ", " "), ("; ", ": "), (" | ", ": "), ("; ", " "), (", ", ": ")))
    head = random.choice(
        (f"{upper_first(bare(subject))}: ", f"{upper_first(bare(subject))} – ", f"Data of {subject}: ")
    )
    return head + separator.join(f"{noun}{mark}{answer}" for noun, answer in named) + random.choice((".", ""))


def _card(random: Random, kind: str, subject: str, facts: list[Fact]) -> str:
    named = [(relation.noun, answer, relation.plural) for relation, answer in facts if relation.noun]
    if len(named) < len(facts):
        return _prose(random, kind, subject, facts)
    parts = [
        f"{noun if plural else article(noun)} of {answer}" if random.random() < 0.5 else f"{answer} as {noun}"
        for noun, answer, plural in named
    ]
    if random.random() < 0.5:
        return f"{upper_first(subject)} has {', '.join(parts[:-1])} and {parts[-1]}."
    return (
        f"{upper_first(possessive(subject))} "
        + ", ".join(f"{noun} {'are' if plural else 'is'} {answer}" for noun, answer, plural in named)
        + "."
    )
