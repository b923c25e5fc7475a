"""Japanese kinds of answers by the names that the tables use. Adding a kind is adding one line."""

from __future__ import annotations

from functools import partial
from random import Random

from app.training.examples import AnswerKind
from app.training.generator import codes, coined
from app.training.generator import quantities as plain
from app.training.generator.japanese import names, quantities
from app.training.generator.lexicon import words
from app.training.generator.tongue import AnswerSource, Draw


def _listed(name: str) -> Draw:
    return lambda random: names.word(random, name)


def _word(name: str, kind: AnswerKind = "word") -> AnswerSource:
    return AnswerSource(_listed(name), kind)


def _several(name: str) -> AnswerSource:
    return AnswerSource(partial(_draw_several, name=name), "phrase")


def _draw_several(random: Random, name: str) -> str:
    chosen = random.sample(words("japanese", name), random.choice((2, 2, 3, 3, 4)))
    return "と".join(chosen) if len(chosen) == 2 and random.random() < 0.5 else "、".join(chosen)


def _measure(dimension: str) -> AnswerSource:
    return AnswerSource(lambda random: quantities.dimension(random, dimension), "quantity")


def _counted(*counters: str) -> AnswerSource:
    return AnswerSource(quantities.counted(*counters), "quantity")


def _responsible(random: Random) -> str:
    officer = names.word(random, "officers")
    style = random.random()
    if style < 0.4:
        return officer
    return names.word(random, "departments") if style < 0.8 else f"{names.word(random, 'surnames')}{officer}"


def _document(random: Random) -> str:
    paper = names.word(random, "documents")
    return paper if random.random() < 0.8 else f"{paper}と様式{codes.short_code(random)}"


def _address(random: Random) -> str:
    """Town and block, at times with prefecture or postcode."""
    block = f"{random.randint(1, 9)}-{random.randint(1, 30)}-{random.randint(1, 20)}"
    ending = random.choice(("町", "", "台", "本町", "が丘"))
    street = f"{names.town(random)}{names.kanji_name(random)}{ending}{block}"
    code = codes.patterned(random, "postcode_ja")
    return random.choice((street, f"{names.word(random, 'prefectures')}{street}", f"〒{code} {street}"))


def _motto(random: Random) -> str:
    noun, other = names.word(random, "nouns"), names.word(random, "nouns")
    forms = (
        f"{noun}から{other}へ",
        f"{noun}を、もっと近くに",
        f"いつも{noun}とともに",
        f"{names.word(random, 'adjectives')}{noun}をあなたに",
        f"{noun}が変わる、{other}が変わる",
        f"ひとつの{noun}、ひとつの{other}",
        f"{noun}に、まっすぐ",
    )
    return random.choice(forms)


def _room(random: Random) -> str:
    floor, number, letter = random.randint(1, 40), random.randint(1, 30), random.choice("ABCDE")
    forms = (
        f"{floor}階",
        f"{floor}階{letter}会議室",
        f"第{number}会議室",
        f"{number}号館",
        f"{number}号室",
        f"本館{floor}階",
        f"別館{floor}階の{number}番",
        f"{random.choice('東西南北')}棟{floor}階",
        f"{floor}階{number}番窓口",
        f"倉庫{letter}-{number}",
    )
    return random.choice(forms)


def _plate(random: Random) -> str:
    kana = random.choice("さすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるろ")
    number = f"{random.randint(10, 99)}-{random.randint(10, 99)}"
    return f"{names.word(random, 'cities')} {random.randint(300, 599)} {kana} {number}"


def _country(random: Random) -> str:
    return names.word(random, "countries") if random.random() < 0.9 else names.realm(random)


def _station(random: Random) -> str:
    return f"{random.choice((names.kanji_name(random), names.word(random, 'cities')))}駅"


def _phrase(random: Random) -> str:
    return f"{names.word(random, 'adjectives')}{names.word(random, 'nouns')}"


ANSWERS: dict[str, AnswerSource] = {
    "person": AnswerSource(names.person, "name"),
    "company": AnswerSource(names.company, "name"),
    "product": AnswerSource(names.product, "name"),
    "title": AnswerSource(names.title, "name"),
    "coined": AnswerSource(names.brand, "name"),
    "team": AnswerSource(names.club, "name"),
    "university": AnswerSource(names.university, "name"),
    "city": AnswerSource(names.city, "place"),
    "country": AnswerSource(_country, "place"),
    "town": AnswerSource(names.town, "place"),
    "prefecture": _word("prefectures", "place"),
    "station_name": AnswerSource(_station, "place"),
    "address": AnswerSource(_address, "place"),
    "room": AnswerSource(_room, "place"),
    "amount": AnswerSource(quantities.amount, "amount"),
    "fee": AnswerSource(quantities.fee, "amount"),
    "percent": AnswerSource(quantities.percent, "number"),
    "number": AnswerSource(plain.count, "number"),
    "decimal": AnswerSource(plain.decimal, "number"),
    "people": _counted("人", "名"),
    "people_many": _counted("人", "万人"),
    "days": _counted("日"),
    "days_week": AnswerSource(lambda random: f"週{random.randint(1, 5)}日", "quantity"),
    "years": _counted("年", "年間"),
    "age_ja": AnswerSource(lambda random: f"{plain.age(random)}{random.choice(('歳', '才', '歳'))}", "quantity"),
    "pages": _counted("ページ", "頁"),
    "places": _counted("駅", "か所"),
    "pieces": _counted("個", "つ"),
    "platform": AnswerSource(lambda random: f"{random.randint(1, 24)}番線", "number"),
    "portion": AnswerSource(lambda random: f"{plain.count(random)}{names.word(random, 'goods')}", "quantity"),
    "dimensions": AnswerSource(plain.dimensions, "quantity"),
    "year_ja": AnswerSource(quantities.year, "date"),
    "date": AnswerSource(quantities.date, "date"),
    "day": AnswerSource(quantities.month_and_day, "date"),
    "pay_day": AnswerSource(quantities.pay_day, "date"),
    "date_span": AnswerSource(quantities.date_span, "date"),
    "weekday": _word("weekdays", "date"),
    "month": _word("months", "date"),
    "time": AnswerSource(quantities.time, "time"),
    "hours": AnswerSource(quantities.hours, "time"),
    "schedule": AnswerSource(quantities.schedule, "time"),
    "schedule_dose": AnswerSource(quantities.dosing, "time"),
    "walk": AnswerSource(quantities.walk, "duration"),
    "duration": AnswerSource(quantities.duration, "duration"),
    "period": AnswerSource(quantities.period, "duration"),
    "code": AnswerSource(codes.article_number, "code"),
    "short_code": AnswerSource(codes.short_code, "code"),
    "version": AnswerSource(codes.version, "code"),
    "standard": AnswerSource(partial(codes.patterned, kind="standard"), "code"),
    "ip": AnswerSource(codes.ip_address, "code"),
    "plate_ja": AnswerSource(_plate, "code"),
    "url": AnswerSource(codes.url, "contact"),
    "email": AnswerSource(codes.email, "contact"),
    "phone_ja": AnswerSource(partial(codes.patterned, kind="phone_ja"), "contact"),
    "extension": AnswerSource(lambda random: f"内線{random.randint(100, 9999)}", "contact"),
    "officer": _word("officers", "phrase"),
    "department": _word("departments", "phrase"),
    "responsible": AnswerSource(_responsible, "phrase"),
    "document": AnswerSource(_document, "phrase"),
    "motto": AnswerSource(_motto, "phrase"),
    "phrase_ja": AnswerSource(_phrase, "phrase"),
    "degree": _word("degree_fields", "phrase"),
    "role": _word("roles", "phrase"),
    "action": _word("actions", "phrase"),
    "condition": AnswerSource(lambda random: f"{names.word(random, 'conditions')}場合", "phrase"),
    "ingredients": _several("foods"),
    "language_list": _several("languages"),
    "language": _word("languages"),
    "occupation": _word("occupations"),
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
} | {dimension: _measure(dimension) for dimension in quantities.DIMENSIONS}
