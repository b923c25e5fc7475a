"""Coined names in Latin letters, in the same form in every language, so that the vocabulary never ends.

Every function takes the random source and returns one name; nothing keeps state.
"""

from __future__ import annotations

from random import Random

from app.training.generator.lexicon import words


def pick(random: Random, name: str) -> str:
    """One word of a shared list."""
    return random.choice(words("shared", name))


def syllables(random: Random, count: int) -> str:
    """A pronounceable lower-case string of so many syllables."""
    text = ""
    for index in range(count):
        onset = pick(random, "onsets") if index or random.random() < 0.8 else ""
        coda = pick(random, "codas") if random.random() < (0.6 if index == count - 1 else 0.25) else ""
        text += onset + pick(random, "vowels") + coda
    return text


def coined(random: Random) -> str:
    """A proper name of any style: brand, compound, plain word, acronym, surname."""
    style = random.random()
    if style < 0.40:
        return syllables(random, random.choice((2, 2, 2, 3))).capitalize()
    if style < 0.62:
        return (syllables(random, random.choice((1, 1, 2))) + pick(random, "brand_ends")).capitalize()
    if style < 0.80:
        first, second = random.sample(words("shared", "plain_words"), 2)
        return first + (second if random.random() < 0.3 else second.lower())
    if style < 0.88:
        return pick(random, "plain_words")
    if style < 0.94:
        return "".join(random.choices("ABCDEFGHIKLMNOPRSTVXZ", k=random.choice((3, 3, 4))))
    return pick(random, "surnames")


def person(random: Random) -> str:
    """A full name; sometimes with an initial, a double name or a coined surname."""
    given, surname = pick(random, "given_names"), pick(random, "surnames")
    style = random.random()
    if style < 0.70:
        return f"{given} {surname}"
    if style < 0.80:
        return f"{given} {random.choice('ABCDEFGHJKLMNPRSTVW')}. {surname}"
    if style < 0.86:
        return f"{given} {surname}-{pick(random, 'surnames')}"
    if style < 0.92:
        return f"{given} {pick(random, 'given_names')} {surname}"
    return f"{given} {syllables(random, 2).capitalize()}"


def model(random: Random) -> str:
    """The part of a product's name after the brand: number, series, edition."""
    style, letters = random.random(), "ABCDEFGHKLMPQRSTVWXZ"
    number = random.choice((random.randint(1, 99), random.randint(1, 40) * 10, random.randint(100, 9999)))
    if style < 0.30:
        return str(number)
    if style < 0.55:
        return pick(random, "model_words")
    if style < 0.70:
        return f"{pick(random, 'model_words')} {random.choice((random.randint(2, 20), random.randint(1, 90) * 10))}"
    if style < 0.80:
        return random.choice(letters) + str(random.choice((random.randint(1, 9), random.randint(10, 900))))
    if style < 0.88:
        return f"{''.join(random.choices(letters, k=2))}-{random.randint(10, 9999)}"
    if style < 0.94:
        return random.choice(("II", "III", "IV", "V", "VI", "VII", "IX"))
    return f"{random.randint(100, 999)}{random.choice(letters)}"


def product(random: Random) -> str:
    """Brand and model, without an article or a noun."""
    style = random.random()
    if style < 0.85:
        return f"{coined(random)} {model(random)}"
    return f"{coined(random)}-{random.randint(2, 990)}" if style < 0.93 else coined(random)


def other_model(random: Random, name: str) -> str:
    """The same brand with another model."""
    brand = next((token for token in name.split() if token[0].isupper()), name).split("-")[0]
    return f"{brand} {model(random)}"


def software(random: Random) -> str:
    return coined(random) if random.random() < 0.3 else f"{coined(random)} {pick(random, 'software_ends')}"


def medicine(random: Random) -> str:
    name = (syllables(random, random.choice((1, 2))) + pick(random, "drug_ends")).capitalize()
    return name if random.random() < 0.7 else f"{name} {strength(random)} mg"


def strength(random: Random) -> int:
    return random.choice((5, 10, 20, 25, 40, 50, 75, 100, 150, 200, 250, 500))


def compound(random: Random) -> str:
    ends = ("ium", "ite", "ane", "ol", "ide", "ate", "on", "ene")
    return f"{syllables(random, 2).capitalize()}{random.choice(ends)}"
