"""What Japanese edits are about: one function a kind, and sisters, whose names differ in one part or number."""

from __future__ import annotations

import re
from random import Random

from app.training.generator import codes, coined
from app.training.generator.japanese import names
from app.training.generator.japanese.names import brand, kanji_name, katakana, word
from app.training.generator.lexicon import listed, rows, words
from app.training.generator.tongue import Draw

_QUOTED = re.compile("「.*?」")
_NUMBER = re.compile(r"\d+")
_TIER = re.compile("|".join(words("japanese", "tiers")))


def _numbered(nouns: tuple[str, ...]) -> Draw:
    """`第3条項`, `契約A-12`: a noun with a number, which is its name."""

    def draw(random: Random) -> str:
        noun, number = random.choice(nouns), random.choice((random.randint(1, 99), random.randint(100, 999)))
        return random.choice(
            (f"{noun}{number}", f"{noun}{codes.short_code(random)}", f"第{number}{noun}", f"{noun}No.{number}")
        )

    return draw


def _named(nouns: tuple[str, ...]) -> Draw:
    """`星川大橋`: a coined or place name before a noun."""

    def draw(random: Random) -> str:
        base = random.choice(
            (kanji_name, kanji_name, katakana, lambda r: word(r, "surnames"), lambda r: word(r, "cities"))
        )
        return f"{base(random)}{random.choice(nouns)}"

    return draw


def _team(random: Random) -> str:
    base = word(random, "departments")
    return base if random.random() < 0.5 else f"{names.company(random)}の{base}"


def _plan(random: Random) -> str:
    return f"{brand(random)}{word(random, 'tiers')}{word(random, 'plan_nouns')}"


def _term(random: Random) -> str:
    ends = ("率", "指数", "係数", "基準", "区分", "期間", "残高", "枠", "指標", "単位", "係数値")
    return (
        f"{kanji_name(random)}{random.choice(ends)}"
        if random.random() < 0.5
        else f"{katakana(random)}{random.choice(ends)}"
    )


def _course(random: Random) -> str:
    topic = word(random, "course_topics")
    forms = (
        f"{topic}講座",
        f"{topic}研修",
        f"{topic}{random.choice(('入門', '基礎', '応用', 'I', 'II', '初級', '中級', '上級'))}",
        f"{brand(random)}の{topic}講座",
    )
    return random.choice(forms)


def _server(random: Random) -> str:
    stem = coined.pick(random, "host_stems")
    return random.choice(
        (
            f"{stem}-{random.randint(1, 60):02}",
            f"サーバー{coined.coined(random)}",
            f"{stem}{random.randint(1, 9)}.{codes.domain(random)}",
            f"{katakana(random)}サーバー",
        )
    )


def _project(random: Random) -> str:
    return random.choice(
        (
            f"{brand(random)}計画",
            f"プロジェクト{brand(random)}",
            f"{kanji_name(random)}プロジェクト",
            f"案件{codes.short_code(random)}",
        )
    )


def _recipe(random: Random) -> str:
    styles = (f"{word(random, 'surnames')}家", f"{word(random, 'cities')}風", f"{kanji_name(random)}流")
    return f"{random.choice(styles)}の{word(random, 'dishes')}"


_NOUNS = {key.split()[1]: listed(nouns.replace("、", ",")) for key, nouns in rows("japanese/subjects.txt")}
_FORMS = {"numbered": _numbered, "named": _named}

SUBJECTS: dict[str, Draw] = {
    "person": names.person_addressed,
    "company": names.company,
    "product": names.product,
    "medicine": names.medicine,
    "town": names.town,
    "realm": names.realm,
    "title": lambda random: f"『{names.title(random)}』",
    "club": names.club,
    "team": _team,
    "project": _project,
    "software": names.software,
    "plan": _plan,
    "term": _term,
    "course": _course,
    "server": _server,
    "ship": lambda random: f"{random.choice(('フェリー', '客船', '調査船', '貨物船', '漁船'))}「{brand(random)}」",
    "vehicle": lambda random: f"{word(random, 'vehicle_nouns')}「{brand(random)} {coined.model(random)}」",
    "species": lambda random: f"{katakana(random)}{word(random, 'animals')}",
    "plant": lambda random: f"{word(random, 'crops')}「{brand(random)}」",
    "recipe": _recipe,
    "planet": lambda random: f"{random.choice(('惑星', '衛星', '彗星', '小惑星'))}{brand(random)}",
    "compound": lambda random: f"{katakana(random)}{random.choice(('酸', '塩', '化物', '樹脂', 'ガス', '溶液'))}",
} | {key.split()[1]: _FORMS[key.split()[0]](_NOUNS[key.split()[1]]) for key, _ in rows("japanese/subjects.txt")}
"""Every kind of subject. The names are coined, so that none is a known entity by intent."""


def sister(random: Random, kind: str, name: str) -> str:
    """Another subject of the kind with its number, model, noun or given name changed, where its form allows."""
    if kind == "person":
        known = next((surname for surname in words("japanese", "surnames") if name.startswith(surname)), None)
        return f"{known}{word(random, 'given_names')}" if known and random.random() < 0.6 else SUBJECTS[kind](random)
    if "「" in name and random.random() < 0.5:
        return _QUOTED.sub(f"「{brand(random)}」", name)
    numbers = list(_NUMBER.finditer(name))
    if numbers and kind not in ("company", "title"):
        last, number = numbers[-1], random.choice((random.randint(1, 99), random.randint(100, 999)))
        return f"{name[: last.start()]}{number}{name[last.end() :]}"
    if kind in ("product", "software") and name[-1] != "」":
        return f"{name.split()[0]} {coined.model(random)}"
    if kind == "medicine":
        return f"{name}{coined.strength(random)}mg"
    if kind == "plan":
        return _TIER.sub(word(random, "tiers"), name, count=1)
    return _other_noun(random, kind, name)


def _other_noun(random: Random, kind: str, name: str) -> str:
    """The same name before another noun, or another name before the same noun; a new subject where it has no noun."""
    nouns = _NOUNS.get(kind, ())
    noun = next((noun for noun in sorted(nouns, key=len, reverse=True) if name.endswith(noun)), None)
    if noun is None:
        return SUBJECTS[kind](random)
    if random.random() < 0.4:
        return f"{name.removesuffix(noun)}{random.choice(nouns)}"
    return f"{kanji_name(random)}{noun}"
