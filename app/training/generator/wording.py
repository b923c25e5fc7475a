"""Statements and questions of a relation in many forms, from its own wordings and from its noun."""

from __future__ import annotations

import re
from random import Random

from app.training.examples import Question, is_cloze
from app.training.generator.relations import Relation
from app.training.generator.sentences import ANSWERS

FORMS = ("question", "cloze", "indirect", "instruction", "casual", "keyword")
FORM_WEIGHTS = (40, 22, 12, 10, 9, 7)

PREFIXES = (
    "Update: ", "Correction: ", "Note: ", "Please note: ", "New: ", "As of today, ", "From now on, ", "For your information: ",
    "Notice: ", "Reminder: ", "According to the latest notice, ", "Since the last review, ", "Changed: ", "FYI: ", "- ", "• ",
)  # fmt: skip
SUFFIXES = (
    " This replaces all earlier information.", " Earlier notices no longer apply.", " Please pass this on.", " (confirmed)",
    " This was decided last week.", " Older documents are wrong on this point.", " Source: intranet.", " (as of this month)",
)  # fmt: skip
SMALL_FIRST = (
    "The ",
    "A ",
    "An ",
    "For ",
    "At ",
    "In ",
    "On ",
    "To ",
    "From ",
    "Those ",
    "All ",
    "Every ",
    "You ",
    "We ",
    "It ",
)


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Lower-cased first letter where the first word is a function word; names keep theirs."""
    return text[:1].lower() + text[1:] if text.startswith(SMALL_FIRST) else text


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith(("s", "x")) and len(name) % 2 else f"{name}'s"


def bare(name: str) -> str:
    """A subject without its article, for key words and headings."""
    return name.removeprefix("the ")


def _is(relation: Relation) -> str:
    return "are" if relation.plural else "is"


def noun_statements(relation: Relation, subject: str, answer: str) -> list[str]:
    """Statements that the noun alone allows."""
    noun, verb = relation.noun, _is(relation)
    if noun is None:
        return []
    found = [
        f"The {noun} of {subject} {verb} {answer}.", f"{possessive(subject)} {noun} {verb} {answer}.", f"The {noun} for {subject} {verb} {answer}.",
        f"For {subject}, the {noun} {verb} {answer}.", f"{bare(subject)}: {noun} {answer}.", f"{noun} of {subject}: {answer}",
        f"The {noun} of {subject} {'have' if relation.plural else 'has'} been set to {answer}." if _is_value(relation) else f"{subject} has {answer} as its {noun}.",
        f"{bare(subject)} – {noun}: {answer}", f"{noun} ({bare(subject)}): {answer}.",
    ]  # fmt: skip
    if answer[0].isupper():
        found.append(f"{answer} {verb} the {noun} of {subject}.")
    if not relation.plural and _is_value(relation):
        found += [f"{subject} has {article(noun)} of {answer}.", f"The {noun} of {subject} is now {answer}."]
    return [upper_first(text) for text in found]


def article(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeiou" and not noun.startswith(("uni", "use", "euro")) else f"a {noun}"


def _is_value(relation: Relation) -> bool:
    return ANSWERS[relation.object].answer_kind in ("amount", "number", "quantity", "duration", "date", "time")


def _who(relation: Relation) -> str:
    return "Who" if relation.object in ("person", "responsible", "officer") else "What"


def noun_questions(relation: Relation, form: str, subject: str) -> list[str]:
    """Questions of a form that the noun alone allows."""
    noun, verb, who = relation.noun, _is(relation), _who(relation)
    if noun is None:
        return []
    own = f"{possessive(subject)} {noun}"
    of, plain = f"the {noun} of {subject}", bare(subject)
    forms: dict[str, list[str]] = {
        "question": [f"{who} {verb} {of}?", f"{who} {verb} {own}?", f"{who} {verb} the {noun} for {subject}?", f"Which {noun} does {subject} have?",
                     f"For {subject}, {who.lower()} {verb} the {noun}?", f"{upper_first(plain)}: {who.lower()} {verb} the {noun}?"],
        "cloze": [f"{upper_first(of)} {verb}", f"{upper_first(own)} {verb}", f"The {noun} for {subject} {verb}", f"For {subject}, the {noun} {verb}",
                  f"{upper_first(noun)} of {subject}:", f"{upper_first(plain)}, {noun}:"],
        "indirect": [f"Could you tell me {of}?", f"Can you tell me {who.lower()} {of} {verb}?", f"I would like to know {of}.", f"Do you know {own}?",
                     f"I need {of}, please.", f"I'm looking for {of}.", f"Do you happen to know {who.lower()} {own} {verb}?"],
        "instruction": [f"State {of}.", f"Give {of}.", f"Tell me {of}.", f"Name {of}.", f"Answer in as few words as possible: {who.lower()} {verb} {of}?",
                        f"Look up {of}.", f"Write down {own}.", f"Please give me {own}."],
        "casual": [f"hey, {who.lower()}'s {of}?" if not relation.plural else f"hey, what are {of}?", f"so {who.lower()} {verb} {own} again?",
                   f"quick question: {of}?", f"{who.lower()} {verb} {of}, do you know?", f"sorry, {who.lower()} {verb} the {noun} for {plain}?"],
        "keyword": [f"{noun} {plain}?", f"{plain} {noun}?", f"{plain}: {noun}?", f"{upper_first(noun)} for {plain}?"],
    }  # fmt: skip
    return forms[form]


_OPENING = re.compile(r"^(?P<wh>.+?) (?P<aux>is|was|are|were|can|must|should|will|has|may) \{s\}(?P<rest> [^?]+)?\?$")
_DOES = re.compile(r"^(?P<wh>.+?) does \{s\} (?P<verb>[a-z]+)(?P<rest> [^?]+)?\?$")
_SUBJECT = re.compile(r"^(?P<all>Who [a-z]+ed .+|Who (?:runs|leads|owns|makes|wrote|built|won) .+)\?$")


def reported(template: str) -> str | None:
    """A question template as a clause: `Where is {s} made?` → `where {s} is made`; None where unsure."""
    if found := _OPENING.match(template):
        return f"{_small(found['wh'])} {{s}} {found['aux']}{found['rest'] or ''}"
    if found := _DOES.match(template):
        verb = {"have": "has", "do": "does", "go": "goes"}.get(found["verb"], _third_person(found["verb"]))
        return f"{_small(found['wh'])} {{s}} {verb}{found['rest'] or ''}"
    if found := _SUBJECT.match(template):
        return _small(found["all"])
    return None


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"


def own_questions(relation: Relation, form: str, subject: str) -> list[str]:
    """Questions of a form from the relation's own wordings."""
    if form == "cloze":
        return [upper_first(cloze.format(s=subject)) for cloze in relation.clozes]
    filled = [upper_first(question.format(s=subject)) for question in relation.questions]
    if form == "question":
        return filled
    if form == "indirect":
        clauses = [clause.format(s=subject) for question in relation.questions if (clause := reported(question))]
        return [lead + clause + end for clause in clauses for lead, end in _LEADS]
    if form == "instruction":
        return [
            lead + question
            for question in filled
            for lead in ("Please answer: ", "Answer briefly. ", "Short answer only: ")
        ]
    if form == "casual":
        return [
            lead + _small(question)
            for question in filled
            for lead in ("hey, ", "quick question: ", "sorry, ", "just wondering, ", "")
        ]
    return []


_LEADS = (
    ("Could you tell me ", "?"), ("Can you tell me ", "?"), ("Do you know ", "?"), ("I would like to know ", "."),
    ("I was wondering ", "."), ("Please tell me ", "."), ("My colleague asks ", "."), ("Tell me ", "."),
)  # fmt: skip


def statement(random: Random, relation: Relation, subject: str, answer: str, *, decorate: bool = True) -> str:
    """The edit: an own wording or one of the noun, at times with a notice before or after it."""
    own = [upper_first(form.format(s=subject, o=answer)) for form in relation.statements]
    plain = noun_statements(relation, subject, answer)
    text = random.choice(own if own and (not plain or random.random() < 0.7) else plain)
    if not decorate or random.random() < 0.8:
        return text
    if random.random() < 0.6:
        prefix = random.choice(PREFIXES)
        return prefix + (lower_first(text) if prefix.endswith(", ") else text)
    return (text if text.endswith((".", "!")) else f"{text}.") + random.choice(SUFFIXES)


def question(random: Random, relation: Relation, subject: str, form: str | None = None) -> str:
    """One question or cloze about the subject, of the form or of a random one."""
    for _ in range(8):
        chosen = form or random.choices(FORMS, FORM_WEIGHTS)[0]
        own, plain = own_questions(relation, chosen, subject), noun_questions(relation, chosen, subject)
        texts = own if own and (not plain or random.random() < 0.6) else plain
        if texts:
            return _typed(random, random.choice(texts))
        form = None
    raise ValueError(f"relation {relation.id} cannot be asked")


def _typed(random: Random, text: str) -> str:
    """At times as typed in haste: all lower case."""
    return text.lower() if random.random() < 0.02 and not is_cloze(text) else text


def questions(random: Random, relation: Relation, subject: str, answer: str, count: int) -> tuple[Question, ...]:
    """Distinct questions with the same answer; the first two are of different forms."""
    texts: list[str] = []
    forms = random.sample(("question", "cloze", "question", None, None), 5)
    for attempt in range(count * 6):
        text = question(random, relation, subject, forms[attempt] if attempt < 2 else None)
        if text not in texts:
            texts.append(text)
        if len(texts) == count:
            break
    return tuple(Question(text, answer) for text in texts)
