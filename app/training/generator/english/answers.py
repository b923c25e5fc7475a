"""English kinds of answers by the names that the tables use. Adding a kind is adding one line."""

from __future__ import annotations

from functools import partial
from random import Random

from app.training.examples import AnswerKind
from app.training.generator import codes, coined
from app.training.generator import quantities as plain
from app.training.generator.english import names, phrases, quantities
from app.training.generator.tongue import AnswerSource, Draw


def _listed(name: str) -> Draw:
    return lambda random: names.word(random, name)


def _word(name: str, kind: AnswerKind = "word") -> AnswerSource:
    return AnswerSource(_listed(name), kind)


def _several(name: str) -> AnswerSource:
    return AnswerSource(partial(_draw_several, name=name), "phrase")


def _draw_several(random: Random, name: str) -> str:
    return phrases.several(random, name)


def _measure(dimension: str) -> AnswerSource:
    return AnswerSource(lambda random: quantities.dimension(random, dimension), "quantity")


ANSWERS: dict[str, AnswerSource] = {
    "person": AnswerSource(coined.person, "name"),
    "company": AnswerSource(names.company, "name"),
    "product": AnswerSource(names.described_product, "name"),
    "title": AnswerSource(names.work_title, "name"),
    "coined": AnswerSource(coined.coined, "name"),
    "team": AnswerSource(names.club, "name"),
    "university": AnswerSource(names.university, "name"),
    "city": AnswerSource(names.city, "place"),
    "country": AnswerSource(names.country, "place"),
    "town": AnswerSource(names.town, "place"),
    "address": AnswerSource(phrases.address, "place"),
    "room": AnswerSource(phrases.room, "place"),
    "amount": AnswerSource(quantities.amount, "amount"),
    "fee": AnswerSource(quantities.fee, "amount"),
    "percent": AnswerSource(quantities.percent, "number"),
    "number": AnswerSource(quantities.number, "number"),
    "decimal": AnswerSource(plain.decimal, "number"),
    "age": AnswerSource(plain.age, "number"),
    "ordinal": AnswerSource(quantities.ordinal, "number"),
    "score": AnswerSource(quantities.score, "number"),
    "portion": AnswerSource(quantities.portion, "quantity"),
    "dimensions": AnswerSource(plain.dimensions, "quantity"),
    "distance_far": AnswerSource(quantities.far_distance, "quantity"),
    "year": AnswerSource(lambda random: str(plain.year_number(random)), "date"),
    "date": AnswerSource(quantities.date, "date"),
    "day": AnswerSource(quantities.month_and_day, "date"),
    "weekday": _word("weekdays", "date"),
    "month": _word("months", "date"),
    "time": AnswerSource(quantities.time, "time"),
    "hours": AnswerSource(quantities.hours, "time"),
    "schedule": AnswerSource(quantities.schedule, "time"),
    "duration": AnswerSource(quantities.duration, "duration"),
    "period": AnswerSource(quantities.period, "duration"),
    "code": AnswerSource(codes.article_number, "code"),
    "short_code": AnswerSource(codes.short_code, "code"),
    "version": AnswerSource(codes.version, "code"),
    "standard": AnswerSource(partial(codes.patterned, kind="standard"), "code"),
    "ip": AnswerSource(codes.ip_address, "code"),
    "postcode": AnswerSource(partial(codes.patterned, kind="postcode"), "code"),
    "plate": AnswerSource(partial(codes.patterned, kind="plate"), "code"),
    "url": AnswerSource(codes.url, "contact"),
    "email": AnswerSource(codes.email, "contact"),
    "phone": AnswerSource(partial(codes.patterned, kind="phone"), "contact"),
    "extension": AnswerSource(partial(codes.patterned, kind="extension"), "contact"),
    "officer": AnswerSource(phrases.officer, "phrase"),
    "department": AnswerSource(phrases.department, "phrase"),
    "responsible": AnswerSource(phrases.responsible, "phrase"),
    "document": AnswerSource(phrases.document, "phrase"),
    "motto": AnswerSource(phrases.motto, "phrase"),
    "phrase": AnswerSource(phrases.common_phrase, "phrase"),
    "degree": AnswerSource(phrases.degree, "phrase"),
    "role": _word("roles", "phrase"),
    "action": _word("actions", "phrase"),
    "condition": _word("conditions", "sentence"),
    "ingredients": _several("foods"),
    "material_list": _several("materials"),
    "colour_list": _several("colours"),
    "language_list": _several("languages"),
    "language": _word("languages"),
    "occupation": _word("occupations"),
    "an_occupation": AnswerSource(lambda random: phrases.article_of(names.word(random, "occupations")), "word"),
    "sport": _word("sports"),
    "instrument": _word("instruments"),
    "colour": _word("colours"),
    "material": _word("materials"),
    "genre": _word("genres"),
    "religion": _word("religions"),
    "animal": _word("animals"),
    "food": _word("foods"),
    "dish": _word("dishes"),
    "symptom": _word("symptoms"),
    "hobby": _word("hobbies"),
    "technology": AnswerSource(lambda random: coined.pick(random, "technologies"), "word"),
    "plain_word": AnswerSource(lambda random: coined.pick(random, "plain_words").lower(), "word"),
    "adjective": AnswerSource(lambda random: names.word(random, "adjectives").lower(), "word"),
} | {dimension: _measure(dimension) for dimension in quantities.DIMENSIONS}
