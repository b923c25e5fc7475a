"""Short phrases: roles, things, lists, conditions, definitions. Longer sentences are in `sentences`."""

from __future__ import annotations

from random import Random

from app.training.generator.codes import short_code
from app.training.generator.lexicon import words
from app.training.generator.names import coined, title_and_person
from app.training.generator.quantities import number

OFFICERS = (
    "area manager, board secretary, branch manager, building superintendent, chief accountant, chief engineer, chief nurse, company doctor,"
    " data protection officer, department head, deputy director, duty manager, environmental officer, export manager, facility manager,"
    " fire officer, fleet manager, floor manager, head chef, head gardener, head librarian, head of purchasing, head of security,"
    " IT administrator, laboratory manager, legal counsel, line manager, night porter, office manager, payroll clerk, plant manager,"
    " production planner, project lead, quality manager, regional director, safety officer, sales director, shift supervisor, site manager,"
    " stock controller, team lead, tour guide, training coordinator, treasurer, warehouse manager, works council"
).split(", ")


def officer(random: Random) -> str:
    return f"the {random.choice(OFFICERS).strip()}"


def department(random: Random) -> str:
    name = random.choice(words("departments"))
    return random.choice((f"the {name} department", f"the {name} team", f"the {name} office", f"the {name} department"))


def responsible(random: Random) -> str:
    """Whoever signs, approves or answers: an officer, a department or a person by title."""
    style = random.random()
    if style < 0.45:
        return officer(random)
    return department(random) if style < 0.85 else title_and_person(random)


def thing_list(random: Random, name: str) -> str:
    """Two to four entries of a word list: `a, b and c`."""
    chosen = random.sample(words(name), random.choice((2, 2, 3, 3, 4)))
    return f"{', '.join(chosen[:-1])} and {chosen[-1]}"


def article_of(noun: str) -> str:
    return f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"


def document(random: Random) -> str:
    style = random.random()
    if style < 0.7:
        return article_of(random.choice(words("documents")))
    return (
        f"form {short_code(random)}"
        if style < 0.85
        else f"{article_of(random.choice(words('documents')))} and form {short_code(random)}"
    )


def motto(random: Random) -> str:
    """A slogan of two to six words."""
    verb = random.choice(
        "Build Carry Dare Discover Earn Grow Guard Keep Learn Lift Listen Make Move Protect Read Serve Share Sow Think Trust Work".split()
    )
    noun, other = (random.choice(words("plain_words")).lower() for _ in range(2))
    adverb = random.choice(
        "better boldly daily deeper first further gently greener higher honestly longer louder together twice wisely".split()
    )
    forms = (f"{verb} {adverb}", f"{verb} the {noun}", f"{verb} {adverb}, {verb.lower()} the {noun}", f"From {noun} to {other}", f"Every {noun} counts",
             f"No {noun} without {other}", f"{noun.capitalize()} and {other}", f"{verb} what matters {adverb}", f"Closer to the {noun}")  # fmt: skip
    return random.choice(forms)


def common_phrase(random: Random) -> str:
    """An adjective and a noun, lower-cased: flavours, themes, code words."""
    return f"{random.choice(words('adjectives')).lower()} {random.choice(words('plain_words')).lower()}"


def degree(random: Random) -> str:
    field = random.choice(("biology", "chemistry", "civil engineering", "computer science", "economics", "education", "geography", "history", "law", "linguistics",
                           "mathematics", "mechanical engineering", "medicine", "music", "nursing", "philosophy", "physics", "psychology", "social work", "statistics"))  # fmt: skip
    return random.choice(
        (
            field,
            f"a degree in {field}",
            f"a doctorate in {field}",
            f"a diploma in {field}",
            f"a master's degree in {field}",
        )
    )


def team(random: Random) -> str:
    """A sports club."""
    ends = "Albion Athletic Bears Blues City Comets Dragons Eagles Falcons FC Giants Hawks Hornets Kings Lions Lynx Panthers Pirates Rangers Rockets Rovers Saints Sharks Stars Storm Tigers Town United Wanderers Wolves".split()  # noqa: E501
    return f"{coined(random)} {random.choice(ends)}"


def portion(random: Random) -> str:
    return f"{number(random)} {random.choice(('pieces', 'units', 'boxes', 'people', 'seats', 'copies', 'items', 'members', 'pages', 'votes', 'tickets', 'cups'))}"


def ordinal(random: Random) -> str:
    value = random.randint(1, 60)
    tail = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"
