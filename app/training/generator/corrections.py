"""Edits that carry the old answer beside the new one: only the new one is right."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator.records import draw_relation, near_questions
from app.training.generator.relations import Relation
from app.training.generator.tongue import Tongue
from app.training.generator.wording import questions, statement

PAST_SHARE = 0.3
"""Share of edits whose old answer, or date of change, is asked too."""


def correction_example(random: Random, tongue: Tongue, count: int) -> Example:
    """An edit from an old to a new answer."""
    relation = draw_relation(random, tongue)
    while tongue.answers[relation.object].kind == "sentence":
        relation = draw_relation(random, tongue)
    kind = random.choice(relation.subjects)
    subject, new = tongue.draw_subject(random, kind), tongue.draw_answer(random, relation.object)
    old, date = _other_answer(random, tongue, relation, new), tongue.draw_answer(random, "date")
    by_noun = relation.noun is not None and random.random() < 0.7
    write = _by_noun if by_noun else _by_sentences
    edit = tongue.tidy(write(random, tongue, relation, subject, old, new, date))
    found = questions(random, tongue, relation, subject, new, count)
    if by_noun and random.random() < PAST_SHARE:
        found = (*found[: count - 1], _about_the_past(random, tongue, relation, subject, old, date, edit))
    return Example(
        edit=edit,
        subject=subject,
        relation=f"correction: {relation.id}",
        questions=found,
        language=tongue.language,
        answer_kind=tongue.answers[relation.object].kind,
        near=near_questions(random, tongue, relation, subject, kind),
    )


def _other_answer(random: Random, tongue: Tongue, relation: Relation, new: str) -> str:
    """An answer of which neither holds the other."""
    while (old := tongue.draw_answer(random, relation.object)) in new or new in old:
        pass
    return old


def _by_noun(random: Random, tongue: Tongue, relation: Relation, subject: str, old: str, new: str, date: str) -> str:
    slots = tongue.slots(relation.noun or "", relation.plural, subject, relation.object)
    return random.choice(tongue.forms("correction")).format(o=new, old=old, date=date, **slots)


def _by_sentences(
    random: Random, tongue: Tongue, relation: Relation, subject: str, old: str, new: str, date: str
) -> str:
    before = statement(random, tongue, relation, subject, old, decorate=False, whole=True).rstrip(".。")
    after = tongue.full_stop(statement(random, tongue, relation, subject, new, decorate=False, whole=True))
    form = random.choice(tongue.forms("correction sentence"))
    return form.format(before=before, before_small=tongue.small(before), after=after, old=old, date=date)


def _about_the_past(
    random: Random, tongue: Tongue, relation: Relation, subject: str, old: str, date: str, edit: str
) -> Question:
    slots = tongue.slots(relation.noun or "", relation.plural, subject, relation.object)
    if date in edit and random.random() < 0.5:
        return Question(random.choice(tongue.forms("past date")).format(**slots), date)
    return Question(random.choice(tongue.forms("past answer")).format(**slots), old)
