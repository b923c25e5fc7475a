"""Short English phrases: offices, documents, lists, mottos."""

from __future__ import annotations

from random import Random

from app.training.generator.codes import patterned, short_code
from app.training.generator.coined import coined, pick
from app.training.generator.english.names import title_and_person, town, word
from app.training.generator.lexicon import words


def officer(random: Random) -> str:
    return f"the {word(random, 'officers')}"


def department(random: Random) -> str:
    return f"the {word(random, 'departments')} {random.choice(('department', 'department', 'team', 'office'))}"


def responsible(random: Random) -> str:
    """Whoever signs, approves or answers: an officer, a department or a person by title."""
    style = random.random()
    if style < 0.45:
        return officer(random)
    return department(random) if style < 0.85 else title_and_person(random)


def several(random: Random, name: str) -> str:
    """Two to four entries of a word list: `a, b and c`."""
    chosen = random.sample(words("english", name), random.choice((2, 2, 3, 3, 4)))
    return f"{', '.join(chosen[:-1])} and {chosen[-1]}"


def article_of(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"


def document(random: Random) -> str:
    style, paper, form = random.random(), article_of(word(random, "documents")), f"form {short_code(random)}"
    if style < 0.7:
        return paper
    return form if style < 0.85 else f"{paper} and {form}"


def motto(random: Random) -> str:
    """A slogan of two to six words."""
    verb, adverb = word(random, "motto_verbs"), word(random, "motto_adverbs")
    noun, other = pick(random, "plain_words").lower(), pick(random, "plain_words").lower()
    forms = (
        f"{verb} {adverb}",
        f"{verb} the {noun}",
        f"{verb} {adverb}, {verb.lower()} the {noun}",
        f"From {noun} to {other}",
        f"Every {noun} counts",
        f"No {noun} without {other}",
        f"{noun.capitalize()} and {other}",
        f"{verb} what matters {adverb}",
        f"Closer to the {noun}",
    )
    return random.choice(forms)


def common_phrase(random: Random) -> str:
    """An adjective and a noun, lower-cased: flavours, themes, code words."""
    return f"{word(random, 'adjectives').lower()} {pick(random, 'plain_words').lower()}"


def degree(random: Random) -> str:
    field = word(random, "degree_fields")
    return random.choice(
        (
            field,
            f"a degree in {field}",
            f"a doctorate in {field}",
            f"a diploma in {field}",
            f"a master's degree in {field}",
        )
    )


def room(random: Random) -> str:
    return f"the {pick(random, 'plain_words')} Room" if random.random() < 0.08 else patterned(random, "room")


def address(random: Random) -> str:
    """Street and number, sometimes with town and postcode."""
    name = random.choice((coined(random), pick(random, "surnames"), pick(random, "plain_words")))
    kind = random.choice(
        ("Street", "Road", "Avenue", "Lane", "Square", "Way", "Court", "Drive", "Quay", "Terrace", "Boulevard")
    )
    number = random.choice((str(random.randint(1, 300)), f"{random.randint(1, 90)}{random.choice('abc')}"))
    street = f"{number} {name} {kind}"
    return random.choice(
        (street, f"{street}, {town(random)}", f"{street}, {patterned(random, 'postcode')} {town(random)}")
    )
