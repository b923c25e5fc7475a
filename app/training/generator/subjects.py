"""What edits are about: one function a kind, and sisters, whose names differ in one token or number."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from app.training.generator import codes, names, phrases
from app.training.generator.lexicon import words

Draw = Callable[[Random], str]

TIERS = "Basic Bronze Business Classic Family Flex Gold Junior Platinum Premium Silver Standard Starter Student Team Senior".split()


def _numbered(*nouns: str) -> Draw:
    """`clause 14`, `route 205`: a noun with a number or short code, which is its name."""

    def draw(random: Random) -> str:
        tail = random.choice((str(random.randint(1, 99)), str(random.randint(100, 999)), codes.short_code(random)))
        return f"{random.choice(nouns)} {tail}"

    return draw


def _named(*nouns: str, article: bool = True) -> Draw:
    """`the Halden Bridge`: a coined name before a noun."""

    def draw(random: Random) -> str:
        base = random.choice(
            (names.coined, names.town, lambda r: r.choice(words("surnames")), lambda r: r.choice(words("plain_words")))
        )
        return f"{'the ' if article else ''}{base(random)} {random.choice(nouns)}"

    return draw


def _team(random: Random) -> str:
    base = (
        f"the {random.choice(words('departments'))} {random.choice(('team', 'department', 'office', 'group', 'unit'))}"
    )
    return (
        base
        if random.random() < 0.4
        else f"{base} {random.choice((f'at {names.company(random)}', f'in {names.town(random)}', f'of {names.company(random)}'))}"
    )


def _project(random: Random) -> str:
    return random.choice(
        (
            f"Project {names.coined(random)}",
            f"the {names.coined(random)} project",
            f"project {codes.short_code(random)}",
        )
    )


def _software(random: Random) -> str:
    tail = random.choice(
        (
            "",
            "",
            " Server",
            " Cloud",
            " App",
            " Desktop",
            " API",
            " CRM",
            " Mail",
            " ERP",
            " Connect",
            " Studio",
            " Portal",
            " Sync",
            " Vault",
        )
    )
    return f"{names.coined(random)}{tail}"


def _plan(random: Random) -> str:
    return f"the {names.coined(random)} {random.choice(TIERS)} {random.choice(('plan', 'tariff', 'package', 'membership', 'subscription', 'account'))}"


def _term(random: Random) -> str:
    first = random.choice(
        (
            names.syllables(random, 2),
            random.choice(words("adjectives")).lower(),
            random.choice(words("plain_words")).lower(),
        )
    )
    return f"{first} {random.choice('balance charge clause coefficient credit cycle day effect factor fault file flow gap index interval leave line load loss margin mode order period point quota rate ratio record reserve rule run score shift stage state stock test threshold unit value window zone'.split())}"  # noqa: E501


def _course(random: Random) -> str:
    topic = random.choice(("bookkeeping", "calligraphy", "carpentry", "data ethics", "first aid", "forklift driving", "garden design", "leadership", "marine biology", "negotiation",
                           "organic chemistry", "pottery", "project planning", "public law", "sign language", "soil science", "statistics", "welding", "wine tasting", "yoga"))  # fmt: skip
    return random.choice(
        (
            f"the course in {topic}",
            f"course {codes.short_code(random)}",
            f"the {topic} course at {names.coined(random)}",
            f"{topic} {random.choice(('I', 'II', 'III', '101', '204'))}",
        )
    )


def _server(random: Random) -> str:
    stem = random.choice(("srv", "db", "web", "mail", "app", "node", "nas", "gw", "print", "auth", "build", "proxy"))
    return random.choice(
        (
            f"{stem}-{random.randint(1, 60):02}",
            f"server {names.coined(random)}",
            f"{stem}{random.randint(1, 9)}.{codes.domain(random)}",
            f"the {names.coined(random)} cluster",
        )
    )


def _bare_person(random: Random) -> str:
    return names.person(random) if random.random() < 0.9 else names.title_and_person(random)


SUBJECTS: dict[str, Draw] = {
    "person": _bare_person,
    "company": names.company,
    "product": names.product,
    "medicine": names.medicine,
    "town": names.town,
    "realm": names.realm,
    "title": names.work_title,
    "club": phrases.team,
    "team": _team,
    "project": _project,
    "software": _software,
    "plan": _plan,
    "term": _term,
    "course": _course,
    "server": _server,
    "building": _named("Bridge", "Tower", "Library", "Theatre", "Castle", "Church", "Stadium", "Dam", "Gallery", "Market Hall", "Lighthouse", "Opera House", "Windmill", "Cathedral", "Palace"),
    "hotel": _named("Hotel", "Inn", "Lodge", "Guesthouse", "Hostel", "Resort", "Spa"),
    "restaurant": _named("Restaurant", "Café", "Bistro", "Grill", "Bakery", "Canteen", "Tavern", "Tea Room"),
    "museum": _named("Museum", "Zoo", "Aquarium", "Botanical Garden", "Planetarium", "Science Centre", "Exhibition Centre"),
    "school": _named("School", "Academy", "College", "Kindergarten", "Institute", "Music School"),
    "clinic": _named("Clinic", "Hospital", "Health Centre", "Dental Practice", "Pharmacy"),
    "shop": _named("Store", "Bookshop", "Garage", "Outlet", "Pharmacy", "Garden Centre", "Supermarket", "branch"),
    "station": _named("Station", "Airport", "Ferry Terminal", "Bus Depot", "Port", "Park-and-Ride"),
    "site": _named("plant", "warehouse", "office", "depot", "mill", "factory", "mine", "refinery", "farm", "data centre", "power station", "laboratory"),
    "event": _named("Festival", "Conference", "Fair", "Marathon", "Summit", "Congress", "Cup", "Regatta", "Workshop", "Open Day", "Symposium"),
    "award": _named("Prize", "Award", "Medal", "Trophy", "Scholarship", "Grant", "Fellowship"),
    "law": _named("Act", "Regulation", "Ordinance", "Directive", "Treaty", "Agreement", "Convention", "Code"),
    "policy": _named("policy", "guideline", "scheme", "programme", "procedure", "code of conduct"),
    "nature": _named("River", "Lake", "Forest", "Glacier", "Valley", "Canyon", "Falls", "Peninsula", "Volcano", "National Park", "Reservoir"),
    "ship": lambda random: f"the {random.choice(('MS', 'ferry', 'MV', 'research vessel', 'yacht', 'tanker', 'schooner', 'SS'))} {names.coined(random)}",
    "vehicle": lambda random: f"the {names.coined(random)} {names.model(random)} {random.choice(('van', 'truck', 'estate', 'sedan', 'bus', 'tractor', 'motorcycle', 'e-bike', 'pickup', 'tram', 'locomotive'))}",
    "species": lambda random: f"the {names.coined(random)} {random.choice(words('animals'))}",
    "plant": lambda random: f"the {names.coined(random)} {random.choice('apple barley bean berry cherry clematis fern grape iris lily maple oat olive orchid pear potato rose rye tomato tulip wheat willow'.split())}",
    "recipe": lambda random: f"{random.choice(words('given_names'))}'s {random.choice(words('dishes'))}" if random.random() < 0.5 else f"{names.town(random)} {random.choice(words('dishes'))}",
    "planet": lambda random: random.choice((f"the planet {names.coined(random)}", f"{names.coined(random)} {random.choice('bcdef')}", f"the moon {names.coined(random)}", f"comet {names.coined(random)}", f"asteroid {random.randint(1000, 99999)} {names.coined(random)}")),
    "compound": lambda random: f"{names.syllables(random, 2).capitalize()}{random.choice(('ium', 'ite', 'ane', 'ol', 'ide', 'ate', 'on', 'ene'))}",
    "route": _numbered("bus", "route", "line", "flight", "train", "tram", "ferry", "trail"),
    "contract": _numbered("contract", "agreement", "tender", "policy", "lease", "order", "invoice", "quotation", "ticket", "case", "permit", "grant"),
    "clause": _numbered("clause", "article", "section", "rule", "paragraph", "regulation"),
    "form": _numbered("form", "template", "checklist", "document", "report", "drawing"),
    "room": _numbered("room", "hall", "lab", "studio", "meeting room", "workshop", "bay", "gate", "apartment", "locker"),
    "machine": _numbered("machine", "press", "pump", "boiler", "robot", "conveyor", "crane", "lathe", "oven", "compressor", "turbine", "tank", "sensor", "lift"),
    "error": _numbered("error", "alarm", "fault code", "warning", "status"),
    "batch": _numbered("batch", "lot", "shipment", "container", "pallet", "sample", "parcel"),
}  # fmt: skip
"""Every kind of subject. Names of these forms are coined, so that none is a known entity by intent."""


def draw_subject(random: Random, kind: str) -> str:
    """A subject of a kind (see SUBJECTS)."""
    return SUBJECTS[kind](random)


def sisters(random: Random, kind: str, count: int, first: str | None = None) -> list[str]:
    """Distinct subjects of a kind that differ in one token or number, as a firm's products and rules do.

    The given or drawn first one stands at the start.
    """
    first = first or draw_subject(random, kind)
    found = [first]
    for attempt in range(count * 40):
        if len(found) == count:
            break
        candidate = _sister(random, kind, first) if attempt < count * 20 else draw_subject(random, kind)
        if candidate not in found:
            found.append(candidate)
    return found


def _sister(random: Random, kind: str, first: str) -> str:
    tokens, other = first.split(), draw_subject(random, kind).split()
    if kind in ("product", "software", "vehicle", "medicine"):
        return _other_model(random, kind, tokens)
    if kind == "plan":
        return first.replace(tokens[-2], random.choice(TIERS))
    numbers = [index for index, token in enumerate(tokens) if any(letter.isdigit() for letter in token)]
    if numbers and tokens[numbers[-1]].isalnum():
        tokens[numbers[-1]] = random.choice(
            (str(random.randint(1, 99)), str(random.randint(100, 999)), codes.short_code(random))
        )
        return " ".join(tokens)
    positions = [
        index for index, token in enumerate(tokens) if index < len(other) and token != "the" and token != other[index]
    ]
    if len(tokens) == len(other) > 1 and positions and tokens[0].isupper() == other[0].isupper():
        position = random.choice(positions)
        tokens[position] = other[position]
        return " ".join(tokens)
    return " ".join(other)


def _other_model(random: Random, kind: str, tokens: list[str]) -> str:
    """The same brand with another model, edition or strength."""
    brand = next((token for token in tokens if token[0].isupper()), tokens[0]).split("-")[0]
    tail = [token for token in tokens if token.islower() and token != "the"]
    if kind == "medicine":
        return f"{brand} {random.choice((5, 10, 20, 25, 40, 50, 75, 100, 150, 200, 250, 500))} mg"
    return f"the {' '.join([brand, names.model(random), *tail])}" if tail else f"{brand} {names.model(random)}"
