"""Kinds of answers and of subjects by the names that the relation tables use.

Adding a kind is adding one line here; the tables may then name it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from app.training.examples import AnswerKind
from app.training.generator import codes, names, phrases, quantities
from app.training.generator.lexicon import words

Draw = Callable[[Random], str]


@dataclass(frozen=True)
class ObjectKind:
    """How answers of a kind are drawn, and as what they are counted in reports."""

    draw: Draw
    answer_kind: AnswerKind


def listed(name: str) -> Draw:
    """Draw from a word list."""
    return lambda random: random.choice(words(name))


def with_article(name: str) -> Draw:
    return lambda random: phrases.article_of(random.choice(words(name)))


def several(name: str) -> Draw:
    return partial(_several, name=name)


def _several(random: Random, name: str) -> str:
    return phrases.thing_list(random, name)


def _measure(dimension: str) -> ObjectKind:
    return ObjectKind(lambda random: quantities.measure(random, dimension), "quantity")


OBJECTS: dict[str, ObjectKind] = {
    "person": ObjectKind(names.person, "name"),
    "company": ObjectKind(names.company, "name"),
    "product": ObjectKind(names.product, "name"),
    "title": ObjectKind(names.work_title, "name"),
    "coined": ObjectKind(names.coined, "name"),
    "team": ObjectKind(phrases.team, "name"),
    "university": ObjectKind(names.university, "name"),
    "city": ObjectKind(names.city, "place"),
    "country": ObjectKind(names.country, "place"),
    "town": ObjectKind(names.town, "place"),
    "address": ObjectKind(codes.address, "place"),
    "room": ObjectKind(codes.room, "place"),
    "amount": ObjectKind(quantities.amount, "amount"),
    "fee": ObjectKind(quantities.fee, "amount"),
    "percent": ObjectKind(quantities.percent, "number"),
    "number": ObjectKind(quantities.number, "number"),
    "decimal": ObjectKind(quantities.decimal, "number"),
    "ordinal": ObjectKind(phrases.ordinal, "number"),
    "portion": ObjectKind(phrases.portion, "quantity"),
    "dimensions": ObjectKind(quantities.dimensions, "quantity"),
    "year": ObjectKind(quantities.year, "date"),
    "date": ObjectKind(quantities.date, "date"),
    "day": ObjectKind(quantities.month_and_day, "date"),
    "weekday": ObjectKind(quantities.weekday, "date"),
    "month": ObjectKind(quantities.month, "date"),
    "time": ObjectKind(quantities.time, "time"),
    "hours": ObjectKind(quantities.hours, "time"),
    "schedule": ObjectKind(quantities.schedule, "time"),
    "duration": ObjectKind(quantities.duration, "duration"),
    "code": ObjectKind(codes.article_number, "code"),
    "short_code": ObjectKind(codes.short_code, "code"),
    "version": ObjectKind(codes.version, "code"),
    "standard": ObjectKind(codes.standard, "code"),
    "ip": ObjectKind(codes.ip_address, "code"),
    "postcode": ObjectKind(codes.postcode, "code"),
    "plate": ObjectKind(codes.plate, "code"),
    "url": ObjectKind(codes.url, "contact"),
    "email": ObjectKind(codes.email, "contact"),
    "phone": ObjectKind(codes.phone, "contact"),
    "extension": ObjectKind(codes.extension, "contact"),
    "officer": ObjectKind(phrases.officer, "phrase"),
    "department": ObjectKind(phrases.department, "phrase"),
    "responsible": ObjectKind(phrases.responsible, "phrase"),
    "document": ObjectKind(phrases.document, "phrase"),
    "motto": ObjectKind(phrases.motto, "phrase"),
    "phrase": ObjectKind(phrases.common_phrase, "phrase"),
    "degree": ObjectKind(phrases.degree, "phrase"),
    "role": ObjectKind(listed("roles"), "phrase"),
    "action": ObjectKind(listed("actions"), "phrase"),
    "condition": ObjectKind(listed("conditions"), "phrase"),
    "ingredients": ObjectKind(several("foods"), "phrase"),
    "material_list": ObjectKind(several("materials"), "phrase"),
    "colour_list": ObjectKind(several("colours"), "phrase"),
    "language_list": ObjectKind(several("languages"), "phrase"),
    "language": ObjectKind(listed("languages"), "word"),
    "occupation": ObjectKind(listed("occupations"), "word"),
    "an_occupation": ObjectKind(with_article("occupations"), "word"),
    "sport": ObjectKind(listed("sports"), "word"),
    "instrument": ObjectKind(listed("instruments"), "word"),
    "colour": ObjectKind(listed("colours"), "word"),
    "material": ObjectKind(listed("materials"), "word"),
    "genre": ObjectKind(listed("genres"), "word"),
    "religion": ObjectKind(listed("religions"), "word"),
    "animal": ObjectKind(listed("animals"), "word"),
    "food": ObjectKind(listed("foods"), "word"),
    "dish": ObjectKind(listed("dishes"), "word"),
    "technology": ObjectKind(listed("technologies"), "word"),
} | {dimension: _measure(dimension) for dimension in quantities.MEASURES}


def draw_object(random: Random, kind: str) -> str:
    """An answer of a kind (see OBJECTS)."""
    return OBJECTS[kind].draw(random)


def answer_kind(kind: str) -> AnswerKind:
    return OBJECTS[kind].answer_kind
