"""Longer texts put together from templates and kinds: steps, procedures, conditions, definitions.

A template names kinds in braces (`send {document} to {email}`); each brace is drawn anew, so texts do not repeat.
"""

from __future__ import annotations

import re
from random import Random

from app.training.generator import names, phrases, quantities
from app.training.generator.kinds import OBJECTS, ObjectKind, draw_object
from app.training.generator.lexicon import table_lines, words

_BRACE = re.compile(r"\{([a-z_]+)\}")
_JOINS = (
    (", then ", ""),
    (" and ", ""),
    (". Then ", ""),
    (", and after that ", ""),
    (". After that, ", ""),
    ("; then ", ""),
)


def fill(random: Random, template: str, subject: str | None = None) -> str:
    """The template with every brace drawn: `{s}` is the subject, `{small}` a small number, others are kinds or word lists."""

    def draw(match: re.Match[str]) -> str:
        name = match[1]
        if name == "s":
            return subject or ""
        if name == "small":
            return str(random.randint(2, 20))
        if name in OBJECTS:
            return draw_object(random, name)
        return random.choice(words(name))

    return _BRACE.sub(draw, template)


def step(random: Random) -> str:
    """One action in the imperative, without a full stop."""
    return fill(random, random.choice(table_lines("steps.txt")))


def procedure(random: Random, steps: int | None = None) -> str:
    """One to four steps as one text that starts in lower case and has no final stop."""
    count = steps or random.choices((1, 2, 3, 4), (4, 8, 5, 2))[0]
    text = step(random)
    for _ in range(count - 1):
        join = random.choice(_JOINS)[0]
        text += join + step(random)
    return text


def as_sentence(text: str) -> str:
    """First letter upper-cased, a full stop at the end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def definition(random: Random) -> str:
    return fill(random, random.choice(table_lines("definitions.txt")))


def permission_answer(random: Random) -> str:
    """An answer to `Can I …?`: a sentence with its condition."""
    return fill(random, random.choice(table_lines("permission_answers.txt")))


def score(random: Random) -> str:
    high, low = random.randint(0, 9), random.randint(0, 9)
    return random.choice(
        (f"{high}–{low}", f"{high}:{low}", f"{high} to {low}", f"{random.randint(60, 120)}–{random.randint(60, 120)}")
    )


def far_distance(random: Random) -> str:
    value = quantities.grouped(random.choice((random.randint(2, 99), random.randint(100, 9000))))
    return f"{value} {random.choice(('light years', 'million kilometres', 'astronomical units', 'parsecs'))}"


def _listed(name: str) -> ObjectKind:
    return ObjectKind(lambda random: random.choice(words(name)), "word")


ANSWERS: dict[str, ObjectKind] = OBJECTS | {
    "action_step": ObjectKind(step, "sentence"),
    "definition": ObjectKind(definition, "sentence"),
    "score": ObjectKind(score, "number"),
    "distance_far": ObjectKind(far_distance, "quantity"),
    "symptom": _listed("symptoms"),
    "hobby": _listed("hobbies"),
    "part": ObjectKind(lambda random: phrases.article_of(random.choice(words("parts"))), "word"),
    "first_name": ObjectKind(lambda random: random.choice(words("given_names")), "name"),
    "surname": ObjectKind(names.title_and_person, "name"),
}
"""Every kind of answer that the relation tables may name."""


def draw_answer(random: Random, kind: str) -> str:
    """An answer of a kind (see ANSWERS)."""
    return ANSWERS[kind].draw(random)
