"""English names of firms, places, products with their nouns, works and clubs."""

from __future__ import annotations

from random import Random

from app.training.generator.coined import coined, model, person, pick, product, syllables
from app.training.generator.lexicon import words


def word(random: Random, name: str) -> str:
    """One word of an English list."""
    return random.choice(words("english", name))


def title_and_person(random: Random) -> str:
    return f"{random.choice(('Dr', 'Prof.', 'Ms', 'Mr', 'Mrs', 'Dr'))} {pick(random, 'surnames')}"


def any_person(random: Random) -> str:
    return person(random) if random.random() < 0.9 else title_and_person(random)


def company(random: Random) -> str:
    """A firm: coined word, surname or place with an industry or a legal form."""
    style, industry = random.random(), word(random, "industries")
    if style < 0.40:
        return f"{coined(random)} {industry}"
    if style < 0.55:
        return f"{coined(random)} {word(random, 'legal_forms')}"
    if style < 0.68:
        return f"{pick(random, 'surnames')} & {pick(random, 'surnames')}"
    if style < 0.78:
        return f"{pick(random, 'surnames')} {industry}"
    return f"{town(random)} {industry}" if style < 0.86 else coined(random)


def described_product(random: Random) -> str:
    """Brand and model, at times with `the` and what kind of thing it is."""
    style = random.random()
    if style < 0.72:
        return product(random)
    thing = word(random, "product_types")
    return f"the {coined(random)} {thing}" if style < 0.84 else f"the {coined(random)} {model(random)} {thing}"


def town(random: Random) -> str:
    """A coined town or village."""
    style = random.random()
    if style < 0.55:
        return (syllables(random, random.choice((1, 1, 2))) + word(random, "town_ends")).capitalize()
    if style < 0.70:
        return pick(random, "plain_words") + word(random, "town_ends")
    name = syllables(random, 2).capitalize()
    return f"{word(random, 'town_starts')} {name}" if style < 0.88 else name


def city(random: Random) -> str:
    """A place as an answer: mostly a known city, sometimes a coined one."""
    return word(random, "cities") if random.random() < 0.7 else town(random)


def country(random: Random) -> str:
    return word(random, "countries") if random.random() < 0.85 else realm(random)


def realm(random: Random) -> str:
    """A coined country, island or province: as a subject it can be in no benchmark."""
    name = (syllables(random, 2) + random.choice(("ia", "land", "stan", "ar", "or", "ania", "ova", "ora"))).capitalize()
    return random.choice(
        (name, name, f"the Republic of {name}", f"{name} Island", f"{name} Province", f"the {name} Isles")
    )


def plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh", "z")) else f"{noun}s"


def work_title(random: Random) -> str:
    """The title of a book, film, song or game."""
    first, second, third = word(random, "adjectives"), pick(random, "plain_words"), pick(random, "plain_words")
    given = pick(random, "given_names")
    forms = (
        f"The {first} {second}",
        f"{first} {second}",
        f"{second} and {third}",
        f"The {second} of {town(random)}",
        f"{'An' if second[0] in 'AEIOU' else 'A'} {second} for {given}",
        f"{plural(second)} Without {third}",
        f"The {third}'s {second}",
        f"{given} and the {second}",
        syllables(random, 3).capitalize(),
        f"Beyond the {second}",
        f"When {plural(second)} Fall",
        f"{random.randint(3, 99)} {plural(second)}",
    )
    return random.choice(forms)


def university(random: Random) -> str:
    place = city(random)
    forms = (
        f"the University of {place}",
        f"{place} University",
        f"{place} Technical University",
        f"{pick(random, 'surnames')} College",
        f"the {place} School of Economics",
    )
    return random.choice(forms)


def club(random: Random) -> str:
    return f"{coined(random)} {word(random, 'club_ends')}"
