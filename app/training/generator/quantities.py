"""Numbers, measures and dates that are written alike in every language."""

from __future__ import annotations

from random import Random

Measure = tuple[str, int, int]
"""Unit, smallest and largest value."""

MEASURES: dict[str, tuple[Measure, ...]] = {
    "length": (("mm", 2, 3000), ("cm", 5, 400), ("m", 1, 120)),
    "distance": (("km", 1, 1900), ("km", 2, 90), ("m", 50, 900)),
    "dose": (("mg", 1, 900), ("ml", 1, 40), ("g", 1, 9), ("µg", 5, 900)),
    "body_height": (("cm", 48, 212),),
    "weight": (("kg", 1, 900), ("g", 5, 950), ("t", 1, 90), ("mg", 2, 900)),
    "temperature": (("°C", -40, 260), ("°C", -25, 90), ("K", 3, 900)),
    "voltage": (("V", 3, 480), ("kV", 1, 60), ("mV", 5, 900)),
    "power": (("W", 5, 3500), ("kW", 1, 400), ("MW", 1, 90)),
    "storage": (("GB", 2, 512), ("MB", 5, 900), ("TB", 1, 40)),
    "speed": (("km/h", 4, 320), ("m/s", 1, 60), ("rpm", 100, 12000)),
    "pressure": (("bar", 1, 300), ("kPa", 20, 900), ("hPa", 800, 1100), ("MPa", 1, 90)),
    "volume": (("ml", 5, 950), ("L", 1, 600), ("m³", 1, 400)),
    "frequency": (("Hz", 10, 900), ("kHz", 1, 200), ("MHz", 5, 900), ("GHz", 1, 9)),
    "current": (("A", 1, 63), ("mA", 5, 900), ("mAh", 500, 9900), ("Ah", 2, 200)),
    "area": (("m²", 5, 9000), ("km²", 2, 900), ("ha", 2, 900)),
    "noise": (("dB", 18, 110), ("dB(A)", 25, 90)),
    "light": (("lm", 80, 9000), ("lux", 50, 2000), ("nm", 380, 900), ("K", 2700, 6500)),
    "force": (("N", 2, 900), ("Nm", 1, 400), ("kN", 1, 90)),
    "concentration": (("ppm", 1, 900), ("mg/l", 1, 90), ("mg/ml", 1, 90), ("µg/m³", 2, 300), ("mmol/l", 1, 30)),
    "data_rate": (("Mbit/s", 5, 900), ("Gbit/s", 1, 100), ("MB/s", 5, 900), ("fps", 15, 240), ("kbit/s", 32, 960)),
    "energy": (("kWh", 1, 900), ("kJ", 50, 2500), ("kcal", 20, 900), ("Wh", 5, 900)),
    "consumption": (("l/100 km", 3, 15), ("kWh", 4, 700), ("kWh/100 km", 9, 40)),
}
"""Dimension → units written as symbols, with their usual range."""


def grouped(number: int) -> str:
    return f"{number:,}"


def shown_value(random: Random, low: int, high: int) -> str:
    """A value of a range, small ones at times with a decimal, large ones at times grouped."""
    value = random.randint(low, high)
    if 0 <= value < 50 and random.random() < 0.35:
        return f"{value}.{random.randint(1, 9)}"
    return grouped(value) if random.random() < 0.5 else str(value)


def measure(random: Random, units: tuple[Measure, ...]) -> str:
    """A number with its unit."""
    unit, low, high = random.choice(units)
    space = "" if unit in ("°C", "°F", "A", "V", "W") and random.random() < 0.25 else " "
    return f"{shown_value(random, low, high)}{space}{unit}"


def count(random: Random) -> str:
    """A whole number in digits: mostly small, at times grouped thousands."""
    style = random.random()
    if style < 0.60:
        return str(random.randint(2, 99))
    if style < 0.82:
        return str(random.randint(100, 999))
    return grouped(
        random.choice((random.randint(1000, 9999), random.randint(10, 990) * 1000, random.randint(10000, 99999)))
    )


def decimal(random: Random) -> str:
    return f"{random.randint(0, 40)}.{random.randint(1, 9)}" if random.random() < 0.7 else f"{random.random() * 9:.2f}"


def percent_value(random: Random) -> str:
    return random.choice(
        (str(random.randint(1, 99)), str(random.randint(1, 30)), f"{random.randint(0, 30)}.{random.randint(1, 9)}")
    )


def year_number(random: Random) -> int:
    return random.choice((random.randint(1990, 2030), random.randint(1820, 2025), random.randint(2018, 2028)))


def recent_year(random: Random) -> int:
    """The year of a date: five of six times near now."""
    return random.choice((*[random.randint(2019, 2031)] * 5, random.randint(1900, 2030)))


def age(random: Random) -> str:
    return str(random.choice((random.randint(3, 25), random.randint(3, 90))))


def dimensions(random: Random) -> str:
    """Length × width × height."""
    sides = [str(random.randint(4, 240)) for _ in range(random.choice((2, 3, 3)))]
    return f"{random.choice((' x ', ' × ', '×')).join(sides)} {random.choice(('mm', 'cm', 'cm'))}"
