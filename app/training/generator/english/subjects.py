"""What English edits are about: one function a kind, and sisters, whose names differ in one token or number."""

from __future__ import annotations

from random import Random

from app.training.generator import codes, coined
from app.training.generator.coined import pick
from app.training.generator.english import names
from app.training.generator.english.names import word
from app.training.generator.lexicon import listed, rows, words
from app.training.generator.tongue import Draw

ARTICLE = "the"


def _numbered(nouns: tuple[str, ...]) -> Draw:
    """`clause 14`, `route 205`: a noun with a number or short code, which is its name."""
    return lambda random: f"{random.choice(nouns)} {_running_number(random)}"


def _running_number(random: Random) -> str:
    return random.choice((str(random.randint(1, 99)), str(random.randint(100, 999)), codes.short_code(random)))


def _named(nouns: tuple[str, ...]) -> Draw:
    """`the Halden Bridge`: a coined name before a noun."""

    def draw(random: Random) -> str:
        base = random.choice(
            (coined.coined, names.town, lambda r: pick(r, "surnames"), lambda r: pick(r, "plain_words"))
        )
        return f"the {base(random)} {random.choice(nouns)}"

    return draw


def _team(random: Random) -> str:
    base = f"the {word(random, 'departments')} {random.choice(('team', 'department', 'office', 'group', 'unit'))}"
    where = random.choice((f"at {names.company(random)}", f"in {names.town(random)}", f"of {names.company(random)}"))
    return base if random.random() < 0.4 else f"{base} {where}"


def _project(random: Random) -> str:
    name = coined.coined(random)
    return random.choice((f"Project {name}", f"the {name} project", f"project {codes.short_code(random)}"))


def _plan(random: Random) -> str:
    return f"the {coined.coined(random)} {word(random, 'tiers')} {word(random, 'plan_nouns')}"


def _term(random: Random) -> str:
    first = random.choice(
        (coined.syllables(random, 2), word(random, "adjectives").lower(), pick(random, "plain_words").lower())
    )
    return f"the {first} {word(random, 'term_ends')}"


def _course(random: Random) -> str:
    topic = word(random, "course_topics")
    forms = (
        f"the course in {topic}",
        f"course {codes.short_code(random)}",
        f"the {topic} course at {coined.coined(random)}",
        f"{topic[0].upper()}{topic[1:]} {random.choice(('I', 'II', 'III', '101', '204'))}",
    )
    return random.choice(forms)


def _server(random: Random) -> str:
    stem = pick(random, "host_stems")
    forms = (
        f"{stem}-{random.randint(1, 60):02}",
        f"server {coined.coined(random)}",
        f"{stem}{random.randint(1, 9)}.{codes.domain(random)}",
        f"the {coined.coined(random)} cluster",
    )
    return random.choice(forms)


def _ship(random: Random) -> str:
    kind = random.choice(("MS", "ferry", "MV", "research vessel", "yacht", "tanker", "schooner", "SS"))
    return f"the {kind} {coined.coined(random)}"


def _recipe(random: Random) -> str:
    cook = f"{pick(random, 'given_names')}'s" if random.random() < 0.5 else names.town(random)
    return f"{cook} {word(random, 'dishes')}"


def _planet(random: Random) -> str:
    name = coined.coined(random)
    forms = (
        f"the planet {name}",
        f"{name} {random.choice('bcdef')}",
        f"the moon {name}",
        f"comet {name}",
        f"asteroid {random.randint(1000, 99999)} {name}",
    )
    return random.choice(forms)


_FORMS = {"numbered": _numbered, "named": _named}

SUBJECTS: dict[str, Draw] = {
    "person": names.any_person,
    "company": names.company,
    "product": names.described_product,
    "medicine": coined.medicine,
    "town": names.town,
    "realm": names.realm,
    "title": names.work_title,
    "club": names.club,
    "team": _team,
    "project": _project,
    "software": coined.software,
    "plan": _plan,
    "term": _term,
    "course": _course,
    "server": _server,
    "ship": _ship,
    "vehicle": lambda random: f"the {coined.coined(random)} {coined.model(random)} {word(random, 'vehicle_nouns')}",
    "species": lambda random: f"the {coined.coined(random)} {word(random, 'animals')}",
    "plant": lambda random: f"the {coined.coined(random)} {word(random, 'crops')}",
    "recipe": _recipe,
    "planet": _planet,
    "compound": coined.compound,
} | {key.split()[1]: _FORMS[key.split()[0]](listed(nouns)) for key, nouns in rows("english/subjects.txt")}
"""Every kind of subject. The names are coined, so that none is a known entity by intent."""


def sister(random: Random, kind: str, name: str) -> str:
    """Another subject of the kind with one token, number or model changed, where its form allows."""
    tokens, other = name.split(), SUBJECTS[kind](random).split()
    if kind == "medicine" and len(tokens) > 1:
        return f"{tokens[0]} {coined.strength(random)} mg"
    if kind in ("product", "software", "vehicle"):
        tail = [token for token in tokens if token.islower() and token != ARTICLE]
        new = coined.other_model(random, name)
        return f"the {new} {' '.join(tail)}" if tail else new
    if kind == "plan":
        return name.replace(tokens[-2], random.choice(words("english", "tiers")))
    if tokens[-1].isalnum() and any(letter.isdigit() for letter in tokens[-1]):
        return " ".join([*tokens[:-1], _running_number(random)])
    places = [
        i for i, token in enumerate(tokens) if i < len(other) and token != ARTICLE and token.lower() != other[i].lower()
    ]
    if len(tokens) == len(other) > 1 and places and tokens[0].isupper() == other[0].isupper():
        place = random.choice(places)
        return " ".join([*tokens[:place], other[place], *tokens[place + 1 :]])
    return " ".join(other)
