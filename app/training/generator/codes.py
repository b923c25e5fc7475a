"""Codes and contacts as they stand in forms, manuals and signatures: article numbers, versions, addresses."""

from __future__ import annotations

import re
from random import Random

from app.training.generator.coined import coined, pick, syllables
from app.training.generator.lexicon import alternatives, rows

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PATTERNS = {kind: alternatives(cell) for kind, cell in rows("shared/patterns.txt")}
_PARTS = re.compile(r"\[([^\]]+)\]|[Y19]")


def patterned(random: Random, kind: str) -> str:
    """A code of a kind of `tables/shared/patterns.txt`."""

    def draw(match: re.Match[str]) -> str:
        mark, group = match[0], match[1]
        if group is not None:
            if "/" in group:
                return str(random.choice(group.split("/")))
            return "".join(random.choice(LETTERS) for _ in group)
        if mark == "Y":
            return str(random.randint(2015, 2031))
        return random.choice("123456789") if mark == "1" else random.choice("0123456789")

    return _PARTS.sub(draw, random.choice(_PATTERNS[kind]))


def article_number(random: Random) -> str:
    """Article, part, stock and serial numbers in many shapes."""
    return patterned(random, "article")


def short_code(random: Random) -> str:
    """Access codes, error codes, gates, seats: one to six characters."""
    return patterned(random, "short")


def version(random: Random) -> str:
    major, minor, patch = random.randint(0, 24), random.randint(0, 20), random.randint(0, 30)
    usual = (f"{major}.{minor}", f"{major}.{minor}.{patch}", f"v{major}.{minor}")
    rare = (
        f"{random.randint(2015, 2031)}.{random.randint(1, 4)}",
        f"{major}.{minor}.{patch}-rc{random.randint(1, 4)}",
        f"{major}.{minor} LTS",
        f"release {major}",
        f"build {random.randint(100, 9999)}",
    )
    return random.choice(usual if random.random() < 0.65 else rare)


def ip_address(random: Random) -> str:
    shape = random.choice(("10.{}.{}.{}", "192.168.{}.{}", "172.16.{}.{}", "203.0.{}.{}"))
    return shape.format(*(random.randint(0, 254) for _ in range(shape.count("{}"))))


def domain(random: Random) -> str:
    end = random.choice(("example", "com", "org", "net", "io", "eu", "de", "co.uk", "jp", "fr", "se", "co.jp"))
    dashed = f"{syllables(random, 1)}-{pick(random, 'plain_words').lower()}"
    return f"{coined(random).lower().replace(chr(39), '') if random.random() < 0.7 else dashed}.{end}"


def url(random: Random) -> str:
    place = random.choice(
        ("help", "support", "status", "docs", "shop", "portal", "my", "start", "api", "login", "wiki")
    )
    site = domain(random)
    forms = (
        f"https://{place}.{site}",
        f"www.{site}/{place}",
        f"https://{site}/{place}/{pick(random, 'plain_words').lower()}",
        f"{place}.{site}",
        f"https://{site}/{random.randint(1000, 9999)}",
    )
    return random.choice(forms)


def email(random: Random) -> str:
    return f"{_local_part(random)}@{domain(random)}"


def _local_part(random: Random) -> str:
    role = random.choice(
        (
            "info",
            "support",
            "sales",
            "orders",
            "service",
            "hr",
            "jobs",
            "press",
            "legal",
            "it",
            "billing",
            "returns",
            "privacy",
            "help",
            "events",
            "quality",
            "safety",
            "bookings",
            "repairs",
            "audit",
        )
    )
    given, surname = pick(random, "given_names").lower(), pick(random, "surnames").lower().replace("'", "")
    tail = random.choice(("eu", "uk", "team", "desk", "24"))
    return random.choice((role, role, f"{given}.{surname}", f"{given[0]}.{surname}", f"{role}-{tail}"))
