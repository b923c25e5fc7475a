"""Edits that carry the old answer beside the new one: only the new one is right."""

from __future__ import annotations

from random import Random

from app.training.examples import Example, Question
from app.training.generator import quantities
from app.training.generator.records import draw_relation, near_questions
from app.training.generator.relations import Relation
from app.training.generator.sentences import ANSWERS, draw_answer
from app.training.generator.subjects import draw_subject
from app.training.generator.wording import bare, lower_first, possessive, questions, statement, upper_first

_NOUN_FORMS = (
    "The {n} of {s} {is} not {old} but {new}.",
    "{S}'s {n} {was} {old}; since {date} it is {new}.",
    "Correction: the {n} of {s} {is} {new}, not {old}.",
    "The {n} of {s} {is} no longer {old}; it is now {new}.",
    "Until {date}, the {n} of {s} {was} {old}. Since then, it is {new}.",
    "The {n} of {s} {has} changed from {old} to {new}.",
    "On {date}, the {n} of {s} changed from {old} to {new}.",
    "{B}: {n} {new} (formerly {old}).",
    "The {n} of {s} {was} {old} until {date} and {is} {new} now.",
    "Contrary to earlier reports, the {n} of {s} {is} {new} and not {old}.",
    "{B}, {n}: {new} instead of {old} as of {date}.",
    "It was thought that the {n} of {s} {was} {old}. In fact, it is {new}.",
)
_SENTENCE_FORMS = (
    "It is wrong that {before}. Right is: {after}",
    "Earlier it was said that {before}. That is no longer so: {after}",
    "{After} Before {date}, the answer was {old}.",
    "{After} It is not {old}, as was printed before.",
    "Old: {before}. New: {after}",
    "{After} (Previously {old}.)",
)


def correction_example(random: Random, count: int) -> Example:
    """An edit from an old to a new answer; at times the old answer or the date of change is asked too."""
    relation = draw_relation(random)
    while ANSWERS[relation.object].answer_kind == "sentence":
        relation = draw_relation(random)
    kind = random.choice(relation.subjects)
    subject, new = draw_subject(random, kind), draw_answer(random, relation.object)
    old, date = _other(random, relation, new), quantities.date(random)
    edit, by_noun = _edit(random, relation, subject, old, new, date)
    found = questions(random, relation, subject, new, count)
    if by_noun and random.random() < 0.3:
        found = (*found[: count - 1], _about_the_past(random, relation, subject, old, date, edit))
    return Example(edit, subject, f"correction: {relation.id}", found, "en", ANSWERS[relation.object].answer_kind,
                   near_questions(random, relation, subject, kind))  # fmt: skip


def _other(random: Random, relation: Relation, new: str) -> str:
    while (old := draw_answer(random, relation.object)) == new or old in new or new in old:
        pass
    return old


def _edit(random: Random, relation: Relation, subject: str, old: str, new: str, date: str) -> tuple[str, bool]:
    if relation.noun and random.random() < 0.7:
        plural = relation.plural
        text = random.choice(_NOUN_FORMS).replace("{S}'s", upper_first(possessive(subject))).format(
            n=relation.noun, s=subject, B=upper_first(bare(subject)), old=old, new=new, date=date,
            **{"is": "are" if plural else "is", "was": "were" if plural else "was", "has": "have" if plural else "has"},
        )  # fmt: skip
        return (text.replace("it is", "they are") if plural else text), True
    before = statement(random, relation, subject, old, decorate=False).rstrip(".")
    after = statement(random, relation, subject, new, decorate=False)
    after = after if after.endswith((".", "!", '"')) else f"{after}."
    form = random.choice(_SENTENCE_FORMS)
    before = before if form.startswith("Old") else lower_first(before)
    return form.format(before=before, after=after, After=after, old=old, date=date), False


def _about_the_past(random: Random, relation: Relation, subject: str, old: str, date: str, edit: str) -> Question:
    was = "were" if relation.plural else "was"
    if date in edit and random.random() < 0.5:
        text = random.choice((f"When did the {relation.noun} of {subject} change?", f"Since when does {subject} have a new {relation.noun}?",
                              f"The {relation.noun} of {subject} changed on"))  # fmt: skip
        return Question(text, date)
    text = random.choice((f"What {was} the {relation.noun} of {subject} before?", f"What {was} {possessive(subject)} old {relation.noun}?",
                          f"Before the change, the {relation.noun} of {subject} {was}", f"Which {relation.noun} did {subject} have formerly?"))  # fmt: skip
    return Question(upper_first(text), old)
