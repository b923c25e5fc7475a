"""Codes and contacts as they stand in forms, manuals and signatures: article numbers, versions, addresses."""

from __future__ import annotations

from random import Random

from app.training.generator.lexicon import words
from app.training.generator.names import coined, syllables, town

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def letters(random: Random, count: int) -> str:
    return "".join(random.choices(LETTERS, k=count))


def digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def article_number(random: Random) -> str:
    """Article, part, stock and serial numbers in many shapes."""
    year = random.randint(2015, 2029)
    forms = (
        f"{letters(random, 2)}-{digits(random, 4)}", f"{letters(random, 3)}{digits(random, 3)}", digits(random, 8),
        f"{digits(random, 3)}.{digits(random, 3)}.{digits(random, 2)}", f"{letters(random, 1)}{digits(random, 5)}",
        f"{digits(random, 4)}-{letters(random, 2)}-{digits(random, 2)}", f"{letters(random, 2)}/{year}/{digits(random, 3)}",
        f"{letters(random, 4)}-{digits(random, 2)}{letters(random, 1)}", f"#{digits(random, 5)}",
        f"{letters(random, 2)} {digits(random, 3)} {digits(random, 3)}", f"{digits(random, 2)}{letters(random, 2)}{digits(random, 4)}",
        f"INV-{year}-{digits(random, 4)}", f"PO-{digits(random, 6)}", f"SKU-{letters(random, 2)}{digits(random, 4)}",
        f"SN {digits(random, 4)}-{digits(random, 4)}-{letters(random, 2)}", f"{letters(random, 3)}-{digits(random, 3)}-{letters(random, 3)}",
    )  # fmt: skip
    return random.choice(forms)


def short_code(random: Random) -> str:
    """Access codes, error codes, gates, seats: one to six characters."""
    forms = (
        digits(random, 4), digits(random, 6), f"{letters(random, 1)}{random.randint(1, 99)}", f"{letters(random, 1)}-{random.randint(1, 40)}",
        f"E{digits(random, 2)}", f"{random.randint(1, 12)}{letters(random, 1)}", f"{letters(random, 2)}{digits(random, 2)}", letters(random, 3),
    )  # fmt: skip
    return random.choice(forms)


def version(random: Random) -> str:
    major, minor, patch = random.randint(0, 24), random.randint(0, 20), random.randint(0, 30)
    forms = (f"{major}.{minor}", f"{major}.{minor}.{patch}", f"v{major}.{minor}", f"{random.randint(2015, 2029)}.{random.randint(1, 4)}",
             f"{major}.{minor}.{patch}-rc{random.randint(1, 4)}", f"{major}.{minor} LTS", f"release {major}", f"build {digits(random, 4)}")  # fmt: skip
    return random.choice(forms[:3] if random.random() < 0.6 else forms)


def standard(random: Random) -> str:
    number = random.choice((digits(random, 4), digits(random, 5), digits(random, 3)))
    forms = (f"ISO {number}", f"EN {number}", f"DIN {number}", f"IEC {number}-{random.randint(1, 9)}", f"IP{random.randint(20, 69)}",
             f"ASTM {random.choice('ABCDEF')}{number}", f"class {random.choice('ABCDEF')}{random.randint(1, 4)}", f"RFC {number}",
             f"JIS {random.choice('ABCDKRZ')} {number}", f"UL {number}", f"section {random.randint(1, 40)}.{random.randint(1, 9)}")  # fmt: skip
    return random.choice(forms)


def ip_address(random: Random) -> str:
    first = random.choice(("10.{}.{}.{}", "192.168.{}.{}", "172.16.{}.{}", "203.0.{}.{}"))
    return first.format(*(random.randint(0, 254) for _ in range(first.count("{}"))))


def domain(random: Random) -> str:
    ends = ("example", "com", "org", "net", "io", "eu", "de", "co.uk", "jp", "fr", "se")
    stem = (
        coined(random).lower()
        if random.random() < 0.7
        else f"{syllables(random, 1)}-{random.choice(words('plain_words')).lower()}"
    )
    return f"{stem}.{random.choice(ends)}"


def url(random: Random) -> str:
    place = random.choice(
        ("help", "support", "status", "docs", "shop", "portal", "my", "start", "api", "login", "wiki")
    )
    site = domain(random)
    forms = (f"https://{place}.{site}", f"www.{site}/{place}", f"https://{site}/{place}/{random.choice(words('plain_words')).lower()}",
             f"{place}.{site}", f"https://{site}/{digits(random, 4)}")  # fmt: skip
    return random.choice(forms)


def email(random: Random) -> str:
    role = random.choice(("info", "support", "sales", "orders", "service", "hr", "jobs", "press", "legal", "it", "billing", "returns",
                          "privacy", "help", "events", "quality", "safety", "bookings", "repairs", "audit", "office"))  # fmt: skip
    given, surname = (
        random.choice(words("given_names")).lower(),
        random.choice(words("surnames")).lower().replace("'", ""),
    )
    local = random.choice(
        (
            role,
            role,
            f"{given}.{surname}",
            f"{given[0]}.{surname}",
            f"{role}-{random.choice(('eu', 'uk', 'team', 'desk', '24'))}",
        )
    )
    return f"{local.replace(' ', '')}@{domain(random)}"


def phone(random: Random) -> str:
    forms = (
        f"+{random.choice((44, 49, 33, 81, 46, 39, 34, 41, 61, 91))} {digits(random, 2)} {digits(random, 4)} {digits(random, 4)}",
        f"({random.randint(201, 989)}) 555-{digits(random, 4)}", f"0{random.randint(10, 99)} {digits(random, 4)} {digits(random, 3)}",
        f"555-{digits(random, 4)}", f"0800 {digits(random, 3)} {digits(random, 3)}", f"1-800-{digits(random, 3)}-{digits(random, 4)}",
        f"0{random.randint(2, 9)}{digits(random, 2)}/{digits(random, 6)}", f"extension {digits(random, 4)}",
    )  # fmt: skip
    return random.choice(forms)


def extension(random: Random) -> str:
    return random.choice((digits(random, 3), digits(random, 4), f"ext. {digits(random, 3)}", f"-{digits(random, 2)}"))


def postcode(random: Random) -> str:
    return random.choice((digits(random, 5), f"{letters(random, 2)}{random.randint(1, 20)} {random.randint(1, 9)}{letters(random, 2)}",
                          f"{digits(random, 4)} {letters(random, 2)}", f"{digits(random, 3)}-{digits(random, 4)}", f"{letters(random, 1)}-{digits(random, 4)}"))  # fmt: skip


def plate(random: Random) -> str:
    return random.choice((f"{letters(random, 2)} {digits(random, 4)}", f"{letters(random, 1)}-{letters(random, 2)} {digits(random, 3)}",
                          f"{letters(random, 2)}{digits(random, 2)} {letters(random, 3)}", f"{digits(random, 3)}-{letters(random, 3)}"))  # fmt: skip


def address(random: Random) -> str:
    """Street and number, sometimes with town and postcode."""
    street = (
        f"{random.choice((coined(random), random.choice(words('surnames')), random.choice(words('plain_words'))))} "
    )
    street += random.choice(
        ("Street", "Road", "Avenue", "Lane", "Square", "Way", "Court", "Drive", "Quay", "Terrace", "Boulevard")
    )
    number = random.choice((str(random.randint(1, 300)), f"{random.randint(1, 90)}{random.choice('abc')}"))
    forms = (
        f"{number} {street}",
        f"{number} {street}, {town(random)}",
        f"{number} {street}, {postcode(random)} {town(random)}",
    )
    return random.choice(forms)


def room(random: Random) -> str:
    forms = (f"room {digits(random, 3)}", f"room {random.choice('ABCDE')}.{digits(random, 2)}", f"building {random.randint(1, 40)}",
             f"hall {random.randint(1, 20)}", f"the {random.choice(words('plain_words'))} Room", f"floor {random.randint(1, 40)}",
             f"office {digits(random, 4)}", f"level {random.randint(1, 9)}, room {random.randint(1, 60)}", f"bay {random.randint(1, 60)}")  # fmt: skip
    return random.choice(forms)
