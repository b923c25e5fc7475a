"""Amounts, dates, times, durations and measures in the many forms in which people write them."""

from __future__ import annotations

from random import Random

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
CURRENCIES = (
    "${}", "${}", "€{}", "£{}", "¥{}", "{} euros", "{} yen", "{} dollars", "EUR {}", "USD {}", "CHF {}", "{} kronor", "{} rupees",
    "SEK {}", "{} pounds", "INR {}", "A${}", "{} zloty", "{} pesos", "{} won",
)  # fmt: skip
MEASURES: dict[str, tuple[tuple[str, int, int], ...]] = {
    "length": (("mm", 2, 3000), ("cm", 5, 400), ("m", 1, 120), ("inches", 2, 90), ("feet", 3, 300), ("metres", 2, 900)),
    "distance": (("km", 1, 1900), ("miles", 1, 900), ("kilometres", 2, 700), ("m", 50, 900)),
    "weight": (("kg", 1, 900), ("g", 5, 950), ("lb", 1, 300), ("tonnes", 2, 90), ("mg", 2, 900), ("kilograms", 1, 90)),
    "temperature": (("°C", -40, 260), ("°F", -20, 450), ("degrees Celsius", 2, 200), ("K", 3, 900)),
    "voltage": (("V", 3, 480), ("kV", 1, 60), ("volts", 5, 400), ("mV", 5, 900)),
    "power": (("W", 5, 3500), ("kW", 1, 400), ("hp", 2, 600), ("MW", 1, 90), ("watts", 10, 2500)),
    "storage": (("GB", 2, 512), ("MB", 5, 900), ("TB", 1, 40), ("gigabytes", 4, 256)),
    "speed": (("km/h", 4, 320), ("mph", 4, 190), ("m/s", 1, 60), ("rpm", 100, 12000), ("knots", 4, 40)),
    "pressure": (("bar", 1, 300), ("psi", 10, 900), ("kPa", 20, 900), ("hPa", 800, 1100), ("MPa", 1, 90)),
    "volume": (("litres", 1, 900), ("ml", 5, 950), ("L", 1, 600), ("gallons", 1, 90), ("m³", 1, 400)),
    "frequency": (("Hz", 10, 900), ("kHz", 1, 200), ("MHz", 5, 900), ("GHz", 1, 9)),
    "current": (("A", 1, 63), ("mA", 5, 900), ("amps", 2, 40), ("mAh", 500, 9900), ("Ah", 2, 200)),
    "area": (("m²", 5, 9000), ("hectares", 2, 900), ("square metres", 10, 900), ("km²", 2, 900), ("acres", 2, 700)),
    "noise": (("dB", 18, 110), ("dB(A)", 25, 90), ("decibels", 20, 100)),
    "light": (("lumens", 80, 9000), ("lux", 50, 2000), ("nm", 380, 900), ("K", 2700, 6500)),
    "force": (("N", 2, 900), ("Nm", 1, 400), ("kN", 1, 90)),
    "concentration": (("ppm", 1, 900), ("mg/l", 1, 90), ("mg/ml", 1, 90), ("µg/m³", 2, 300), ("mmol/l", 1, 30)),
    "data_rate": (("Mbit/s", 5, 900), ("Gbit/s", 1, 100), ("MB/s", 5, 900), ("fps", 15, 240), ("kbit/s", 32, 960)),
    "energy": (("kWh", 1, 900), ("kJ", 50, 2500), ("kcal", 20, 900), ("Wh", 5, 900), ("MJ", 2, 90)),
    "consumption": (("kWh per year", 40, 700), ("l/100 km", 3, 15), ("litres per hour", 2, 60), ("W in standby", 1, 9)),
}


def grouped(number: int) -> str:
    return f"{number:,}"


def number(random: Random) -> str:
    """A count: small, large, grouped, sometimes in words."""
    style = random.random()
    if style < 0.12:
        return random.choice(NUMBER_WORDS)
    if style < 0.55:
        return str(random.randint(2, 99))
    if style < 0.80:
        return str(random.randint(100, 999))
    return grouped(
        random.choice((random.randint(1000, 9999), random.randint(10, 990) * 1000, random.randint(10000, 9999999)))
    )


def decimal(random: Random) -> str:
    return f"{random.randint(0, 40)}.{random.randint(1, 9)}" if random.random() < 0.7 else f"{random.random() * 9:.2f}"


def amount(random: Random) -> str:
    """Money, from cents to millions."""
    style = random.random()
    if style < 0.35:
        value = str(random.choice((random.randint(1, 99), random.randint(100, 999), random.randint(1, 99) * 10)))
    elif style < 0.65:
        value = f"{random.randint(0, 400)}.{random.choice((99, 95, 90, 50, 49, 20, random.randint(10, 98)))}"
    elif style < 0.90:
        value = grouped(
            random.choice((random.randint(1000, 9999), random.randint(10, 999) * 100, random.randint(10, 900) * 1000))
        )
    else:
        value = f"{random.choice((str(random.randint(2, 90)), f'{random.randint(1, 9)}.{random.randint(1, 9)}'))} {random.choice(('million', 'billion'))}"
    if value.endswith("illion"):
        return random.choice(("${}", "€{}", "£{}", "{} euros", "{} dollars", "{} yen")).format(value)
    return random.choice(CURRENCIES).format(value)


def fee(random: Random) -> str:
    """Money, often per something."""
    per = (
        "per month",
        "a year",
        "per person",
        "per hour",
        "per night",
        "per kilometre",
        "per user and month",
        "plus VAT",
        "including VAT",
        "per kg",
    )
    return f"{amount(random)} {random.choice(per)}" if random.random() < 0.3 else amount(random)


def percent(random: Random) -> str:
    value = random.choice(
        (str(random.randint(1, 99)), str(random.randint(1, 30)), f"{random.randint(0, 30)}.{random.randint(1, 9)}")
    )
    return f"{value}{random.choice(('%', '%', '%', ' percent', ' per cent'))}"


def year(random: Random) -> str:
    return str(random.choice((random.randint(1990, 2030), random.randint(1820, 2025), random.randint(2018, 2028))))


def month_and_day(random: Random) -> str:
    return random.choice(
        (f"{random.randint(1, 28)} {random.choice(MONTHS)}", f"{random.choice(MONTHS)} {random.randint(1, 28)}")
    )


def date(random: Random) -> str:
    day, month, in_year = (
        random.randint(1, 28),
        random.randint(1, 12),
        random.choice((random.randint(2019, 2030), random.randint(1900, 2030))),
    )
    name = MONTHS[month - 1]
    forms = (f"{day} {name} {in_year}", f"{name} {day}, {in_year}", f"{in_year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{in_year}",
             f"{day:02}/{month:02}/{in_year}", f"{name} {in_year}", f"{day} {name[:3]} {in_year}")  # fmt: skip
    return random.choice(forms[:2] if random.random() < 0.5 else forms)


def time(random: Random) -> str:
    hour, minute = random.randint(1, 12), random.choice((0, 0, 5, 10, 15, 20, 30, 40, 45, 50))
    late = random.randint(0, 23)
    forms = (f"{hour}:{minute:02} {random.choice(('am', 'pm', 'a.m.', 'p.m.'))}", f"{late:02}:{minute:02}", f"{hour} {random.choice(('am', 'pm'))}",
             f"{late}:{minute:02}", random.choice(("noon", "midnight", f"{late:02}:{minute:02} CET", f"{late:02}:{minute:02} UTC")))  # fmt: skip
    return random.choice(forms)


def hours(random: Random) -> str:
    """Opening hours and other spans."""
    start, end = random.randint(5, 11), random.randint(2, 11)
    span = random.choice(
        (
            f"{start} am to {end} pm",
            f"{start:02}:00–{end + 12}:30",
            f"{start}:30 to {end + 12}:00",
            f"{start} a.m. – {end} p.m.",
        )
    )
    first, last = random.choice(
        (("Monday", "Friday"), ("Tuesday", "Sunday"), ("Monday", "Saturday"), ("Wednesday", "Sunday"))
    )
    return random.choice(
        (span, f"{first} to {last}, {span}", f"{span} on {random.choice(WEEKDAYS)}s", f"weekdays from {span}")
    )


def schedule(random: Random) -> str:
    day, ordinal = random.choice(WEEKDAYS), random.choice(("first", "second", "third", "last"))
    unit = random.choice(("week", "month", "quarter", "year"))
    forms = (f"every {day}", f"every {random.choice(('second', 'third', 'other'))} {unit}", f"on the {ordinal} {day} of the month", f"every {random.randint(2, 36)} months",
             f"{random.choice(('once', 'twice', 'three times'))} a {unit}", f"every {day} at {time(random)}", f"on {day}s and {random.choice(WEEKDAYS)}s",
             f"in the {ordinal} week of {random.choice(MONTHS)}", f"every {random.randint(50, 5000)} operating hours")  # fmt: skip
    return random.choice(forms)


def duration(random: Random) -> str:
    unit = random.choice(
        ("days", "days", "months", "weeks", "hours", "years", "minutes", "working days", "business days", "seconds")
    )
    count = (
        str(random.choice((random.randint(2, 30), random.randint(2, 120))))
        if random.random() < 0.8
        else random.choice(NUMBER_WORDS)
    )
    return (
        random.choice(("half an hour", "one year", "a week", "24 hours", "one month", "90 minutes"))
        if random.random() < 0.06
        else f"{count} {unit}"
    )


def measure(random: Random, dimension: str) -> str:
    """A number with a unit of a dimension, sometimes a range or a limit."""
    unit, low, high = random.choice(MEASURES[dimension])
    value = random.randint(low, high)
    shown = (
        f"{value}.{random.randint(1, 9)}"
        if 0 <= value < 50 and random.random() < 0.35
        else (grouped(value) if random.random() < 0.5 else str(value))
    )
    tight = "" if unit in ("°C", "°F", "A", "V", "W", "%") and random.random() < 0.25 else " "
    if random.random() < 0.08 and value > 0:
        return f"{value} to {value + random.randint(2, max(3, value))}{tight}{unit}"
    return f"{shown}{tight}{unit}"


def dimensions(random: Random) -> str:
    """Length × width × height."""
    unit = random.choice(("mm", "cm", "cm", "in"))
    sides = [str(random.randint(4, 240)) for _ in range(random.choice((2, 3, 3)))]
    return f"{random.choice((' x ', ' × ', '×')).join(sides)} {unit}"


def weekday(random: Random) -> str:
    return random.choice(WEEKDAYS)


def month(random: Random) -> str:
    return random.choice(MONTHS)
