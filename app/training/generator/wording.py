"""Statements and questions of a relation in many forms: its own wordings, and templates for its noun."""

from __future__ import annotations

from functools import cache
from random import Random

from app.training.examples import Question
from app.training.generator.relations import Relation
from app.training.generator.tongue import Tongue

FORM_SHARES = {"question": 34, "cloze": 23, "indirect": 15, "instruction": 11, "casual": 10, "keyword": 7}
"""Forms of questions and how often each is drawn."""
FORMS = tuple(FORM_SHARES)
VALUES = ("amount", "number", "quantity", "duration", "date", "time")
DECORATED_SHARE = 0.25
FAQ_SHARE = 0.05
OWN_SHARE = 0.65
"""Share of statements in the relation's own wording, where its noun would do too."""


def _slots(tongue: Tongue, relation: Relation, subject: str) -> dict[str, str]:
    return tongue.slots(relation.noun or "", relation.plural, subject, relation.object)


@cache
def _statement_templates(tongue: Tongue, relation: Relation, named: bool) -> tuple[str, ...]:
    """Templates that fit the relation's noun: values are set and reached, names can stand in front."""
    value = tongue.answers[relation.object].kind in VALUES
    found = tongue.forms("statement") + (tongue.forms("statement value") if value else tongue.forms("statement other"))
    if value and not relation.plural:
        found += tongue.forms("statement value single")
    return found + (tongue.forms("statement named") if named else ())


def _is_note(template: str) -> bool:
    """Whether a template gives a note (`noun: answer`) instead of a sentence."""
    return not template.endswith((".", "。")) or any(mark in template for mark in ":–：【；＝")


def statement(
    random: Random,
    tongue: Tongue,
    relation: Relation,
    subject: str,
    answer: str,
    *,
    decorate: bool = True,
    whole: bool = False,
) -> str:
    """The edit: an own wording or one of the noun.

    Decorated, it is at times a question with its answer, or has a notice around it. `whole` keeps to full sentences.
    """
    if decorate and random.random() < FAQ_SHARE:
        asked = question(random, tongue, relation, subject, "question")
        return tongue.tidy(random.choice(tongue.forms("faq")).format(q=asked, o=answer))
    if relation.statements and (relation.noun is None or random.random() < OWN_SHARE):
        text = tongue.large(random.choice(relation.statements).format(s=subject, o=answer))
    else:
        templates = _statement_templates(tongue, relation, answer[:1].isupper())
        template = random.choice([text for text in templates if not (whole and _is_note(text))])
        text = template.format(o=answer, **_slots(tongue, relation, subject))
    text = tongue.tidy(text)
    return _decorated(random, tongue, text) if decorate and random.random() < DECORATED_SHARE else text


def _decorated(random: Random, tongue: Tongue, text: str) -> str:
    """The statement with words before or after it; their dates, codes and names are not its answer."""
    if random.random() < 0.5:
        return tongue.fill(random, random.choice(tongue.forms("prefix")), e=text, e_small=tongue.small(text))
    return tongue.tidy(tongue.fill(random, random.choice(tongue.forms("suffix")), e=tongue.full_stop(text)))


def _noun_question(random: Random, tongue: Tongue, relation: Relation, form: str, subject: str) -> str:
    return random.choice(tongue.forms(form)).format(**_slots(tongue, relation, subject))


def _own_question(random: Random, tongue: Tongue, relation: Relation, form: str, subject: str) -> str | None:
    """A question of a form from the relation's own wordings; None where they give none."""
    if form == "cloze":
        return tongue.large(random.choice(relation.clozes).format(s=subject)) if relation.clozes else None
    if form == "keyword" or not relation.questions:
        return None
    template = random.choice(relation.questions)
    asked = tongue.large(template.format(s=subject))
    if form == "question":
        return asked
    clause = tongue.reported(template)
    if form == "indirect" and clause is None:
        return None
    lead = random.choice(tongue.forms(f"own {form}"))
    return lead.format(q=asked, q_small=tongue.small(asked), c=(clause or "").format(s=subject))


def question(random: Random, tongue: Tongue, relation: Relation, subject: str, form: str | None = None) -> str:
    """One question or cloze about the subject, of the form or of a random one."""
    for _ in range(12):
        chosen = form or random.choices(FORMS, list(FORM_SHARES.values()))[0]
        text = _own_question(random, tongue, relation, chosen, subject)
        if relation.noun and (text is None or random.random() < 0.4):
            text = _noun_question(random, tongue, relation, chosen, subject)
        if text is not None:
            return tongue.tidy(tongue.typed(random, text))
        form = None
    raise ValueError(f"relation {relation.id} cannot be asked")


def questions(
    random: Random, tongue: Tongue, relation: Relation, subject: str, answer: str, count: int
) -> tuple[Question, ...]:
    """Distinct questions with the same answer, of different forms as far as the relation has them."""
    texts: list[str] = []
    used: list[str] = []
    for _ in range(count * 6):
        form = random.choices(FORMS, [0 if form in used else weight for form, weight in FORM_SHARES.items()])[0]
        text = question(random, tongue, relation, subject, form)
        if text not in texts:
            texts.append(text)
            used.append(form)
        if len(texts) == count:
            break
    return tuple(Question(text, answer) for text in texts)
