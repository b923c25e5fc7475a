"""Japanese names of people, firms, places, products and works."""

from __future__ import annotations

from random import Random

from app.training.generator import coined
from app.training.generator.lexicon import words


def word(random: Random, name: str) -> str:
    """One word of a Japanese list."""
    return random.choice(words("japanese", name))


def katakana(random: Random) -> str:
    """A coined name in katakana."""
    return "".join(word(random, "kana") for _ in range(random.choice((2, 2, 3)))) + word(random, "kana_ends")


def kanji_name(random: Random) -> str:
    """A coined name of two characters."""
    return "".join(random.sample(words("japanese", "name_kanji"), 2))


def brand(random: Random) -> str:
    """A coined name in katakana or Latin letters."""
    return katakana(random) if random.random() < 0.6 else coined.coined(random)


def person(random: Random) -> str:
    """Family and given name, at times with a space; now and then a foreign name."""
    style, surname, given = random.random(), word(random, "surnames"), word(random, "given_names")
    if style < 0.75:
        return f"{surname}{given}"
    if style < 0.87:
        return f"{surname} {given}"
    return f"{katakana(random)}・{katakana(random)}" if style < 0.94 else coined.person(random)


def person_addressed(random: Random) -> str:
    """As people speak of colleagues: a full name, or a family name with さん or a title."""
    style = random.random()
    if style < 0.85:
        return person(random)
    return f"{word(random, 'surnames')}{random.choice(('さん', '様', '部長', '課長', '先生'))}"


def company(random: Random) -> str:
    """A firm with its legal form before or behind, or without."""
    style = random.random()
    base = random.choice((brand, kanji_name, lambda r: word(r, "surnames")))(random)
    name = f"{base}{word(random, 'industries')}" if random.random() < 0.75 else base
    if style < 0.45:
        return f"株式会社{name}"
    if style < 0.75:
        return f"{name}株式会社"
    if style < 0.82:
        return f"{random.choice(('合同会社', '有限会社', '一般社団法人', '医療法人'))}{name}"
    return name


def product(random: Random) -> str:
    """Brand and model, at times with what kind of thing it is."""
    style = random.random()
    if style < 0.35:
        return coined.product(random)
    space = " " if random.random() < 0.4 else ""
    if style < 0.70:
        return f"{katakana(random)}{space}{coined.model(random)}"
    if style < 0.85:
        return f"{word(random, 'product_types')}「{brand(random)}」"
    return f"{word(random, 'product_types')} {brand(random)} {coined.model(random)}"


def software(random: Random) -> str:
    ends = ("クラウド", "メール", "会計", "勤怠", "給与", "ポータル", "カレンダー", "ノート", "アプリ", "")
    return coined.software(random) if random.random() < 0.4 else f"{brand(random)}{random.choice(ends)}"


def medicine(random: Random) -> str:
    name = (
        coined.medicine(random)
        if random.random() < 0.3
        else f"{katakana(random)}{random.choice(('錠', 'カプセル', '散', 'シロップ', '軟膏', ''))}"
    )
    return f"{name}{coined.strength(random)}mg" if "mg" not in name and random.random() < 0.3 else name


def town(random: Random) -> str:
    """A coined town: two characters and its rank."""
    return f"{kanji_name(random)}{word(random, 'town_ends')}"


def city(random: Random) -> str:
    return word(random, "cities") if random.random() < 0.85 else town(random)


def realm(random: Random) -> str:
    return f"{katakana(random)}{random.choice(('王国', '共和国', '公国', '島', '連邦', '州'))}"


def title(random: Random) -> str:
    """The title of a book, film or song, without its brackets."""
    adjective, noun, other = word(random, "adjectives"), word(random, "nouns"), word(random, "nouns")
    form = word(random, "work_forms")
    forms = (
        f"{adjective}{noun}",
        f"{noun}と{other}",
        f"{adjective}{noun}の{form}",
        f"{noun}の{form}",
        f"{noun}のない{other}",
        f"{word(random, 'surnames')}の{noun}",
        f"{katakana(random)}の{noun}",
    )
    return random.choice(forms)


def university(random: Random) -> str:
    base = random.choice((word(random, "cities"), kanji_name(random), word(random, "prefectures").rstrip("県府都")))
    return f"{base}{random.choice(('大学', '大学', '工業大学', '医科大学', '女子大学', '経済大学', '芸術大学'))}"


def club(random: Random) -> str:
    return f"{random.choice((word(random, 'cities'), katakana(random), kanji_name(random)))}{word(random, 'club_ends')}"
