"""Amounts, dates, times and durations in the many forms in which English texts write them."""

from __future__ import annotations

from random import Random

from app.training.generator import quantities
from app.training.generator.english.names import word
from app.training.generator.quantities import MEASURES, Measure, grouped, measure, percent_value, recent_year

CURRENCIES = (
    "${}",
    "${}",
    "€{}",
    "£{}",
    "¥{}",
    "{} euros",
    "{} yen",
    "{} dollars",
    "EUR {}",
    "USD {}",
    "CHF {}",
    "{} kronor",
    "{} rupees",
    "SEK {}",
    "{} pounds",
    "INR {}",
    "A${}",
    "{} zloty",
    "{} pesos",
    "{} won",
)
LARGE_CURRENCIES = ("${}", "€{}", "£{}", "{} euros", "{} dollars", "{} yen")
WORDED: dict[str, tuple[Measure, ...]] = {
    "length": (("inches", 2, 90), ("feet", 3, 300), ("metres", 2, 900)),
    "distance": (("miles", 1, 900), ("kilometres", 2, 700)),
    "dose": (("tablets", 2, 8), ("drops", 2, 40)),
    "weight": (("lb", 1, 300), ("tonnes", 2, 90), ("kilograms", 1, 90)),
    "temperature": (("°F", -20, 450), ("degrees Celsius", 2, 200)),
    "voltage": (("volts", 5, 400),),
    "power": (("hp", 2, 600), ("watts", 10, 2500)),
    "storage": (("gigabytes", 4, 256),),
    "speed": (("mph", 4, 190), ("knots", 4, 40)),
    "pressure": (("psi", 10, 900),),
    "volume": (("litres", 1, 900), ("gallons", 1, 90)),
    "current": (("amps", 2, 40),),
    "area": (("hectares", 2, 900), ("square metres", 10, 900), ("acres", 2, 700)),
    "noise": (("decibels", 20, 100),),
    "light": (("lumens", 80, 9000),),
    "consumption": (("kWh per year", 40, 700), ("litres per hour", 2, 60), ("W in standby", 2, 9)),
}
"""Units that English texts spell out, beside the symbols of every language."""
DIMENSIONS = {name: units + WORDED.get(name, ()) for name, units in MEASURES.items()}


def dimension(random: Random, name: str) -> str:
    """A number with a unit, at times a range."""
    text = measure(random, DIMENSIONS[name])
    if random.random() < 0.06 and text[0].isdigit() and text.split()[0].isdigit():
        low = int(text.split()[0])
        return f"{low} to {low + random.randint(2, max(3, low))} {text.split(maxsplit=1)[1]}"
    return text


def number(random: Random) -> str:
    return word(random, "number_words") if random.random() < 0.1 else quantities.count(random)


def amount(random: Random) -> str:
    """Money, from cents to millions."""
    style = random.random()
    if style > 0.92:
        value = random.choice((str(random.randint(2, 90)), f"{random.randint(1, 9)}.{random.randint(1, 9)}"))
        return random.choice(LARGE_CURRENCIES).format(f"{value} {random.choice(('million', 'million', 'billion'))}")
    if style < 0.35:
        value = str(random.choice((random.randint(1, 99), random.randint(100, 999), random.randint(1, 99) * 10)))
    elif style < 0.65:
        value = f"{random.randint(0, 400)}.{random.choice((99, 95, 90, 50, 49, 20, random.randint(10, 98)))}"
    else:
        value = grouped(
            random.choice((random.randint(1000, 9999), random.randint(10, 999) * 100, random.randint(10, 900) * 1000))
        )
    return random.choice(CURRENCIES).format(value)


def fee(random: Random) -> str:
    """Money, often per something."""
    per = random.choice(
        (
            "per month",
            "a year",
            "per person",
            "per hour",
            "per night",
            "per kilometre",
            "per user and month",
            "plus VAT",
            "per kg",
        )
    )
    shown = amount(random)
    return f"{shown} {per}" if random.random() < 0.3 and "illion" not in shown else shown


def percent(random: Random) -> str:
    return f"{percent_value(random)}{random.choice(('%', '%', '%', ' percent', ' per cent'))}"


def month_and_day(random: Random) -> str:
    day, month = random.randint(1, 28), word(random, "months")
    return random.choice((f"{day} {month}", f"{month} {day}"))


def date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), recent_year(random)
    name = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )[month - 1]
    usual = (f"{day} {name} {year}", f"{name} {day}, {year}")
    rare = (
        f"{year}-{month:02}-{day:02}",
        f"{day:02}.{month:02}.{year}",
        f"{day:02}/{month:02}/{year}",
        f"{name} {year}",
        f"{day} {name[:3]} {year}",
    )
    return random.choice(usual if random.random() < 0.6 else rare)


def time(random: Random) -> str:
    hour, minute, late = (
        random.randint(1, 12),
        random.choice((0, 0, 5, 10, 15, 20, 30, 40, 45, 50)),
        random.randint(0, 23),
    )
    half = random.choice(("am", "pm", "a.m.", "p.m."))
    forms = (
        f"{hour}:{minute:02} {half}",
        f"{late:02}:{minute:02}",
        f"{hour} {half}",
        f"{late}:{minute:02}",
        random.choice(("noon", "midnight", f"{late:02}:{minute:02} CET", f"{late:02}:{minute:02} UTC")),
    )
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
        (span, f"{first} to {last}, {span}", f"{span} on {word(random, 'weekdays')}s", f"weekdays, {span}")
    )


def schedule(random: Random) -> str:
    day, ordinal = word(random, "weekdays"), random.choice(("first", "second", "third", "last"))
    unit = random.choice(("week", "month", "quarter", "year"))
    forms = (
        f"every {day}",
        f"every {random.choice(('second', 'third', 'other'))} {unit}",
        f"on the {ordinal} {day} of the month",
        f"every {random.randint(2, 36)} months",
        f"{random.choice(('once', 'twice', 'three times'))} a {unit}",
        f"every {day} at {time(random)}",
        f"on {day}s and {word(random, 'weekdays')}s",
        f"in the {ordinal} week of {word(random, 'months')}",
        f"every {random.randint(50, 5000)} operating hours",
    )
    return random.choice(forms)


def duration(random: Random) -> str:
    """From seconds to years."""
    return _of_unit(
        random,
        random.choice(("days", "days", "months", "weeks", "hours", "years", "minutes", "working days", "seconds")),
    )


def period(random: Random) -> str:
    """From days to years: terms, deadlines, notice."""
    units = (
        "days",
        "days",
        "months",
        "months",
        "weeks",
        "weeks",
        "years",
        "working days",
        "business days",
        "calendar days",
        "hours",
    )
    return _of_unit(random, random.choice(units))


def _of_unit(random: Random, unit: str) -> str:
    if random.random() < 0.06:
        return random.choice(
            (
                "half a year",
                "one year",
                "a week",
                "24 hours",
                "one month",
                "90 days",
                "a fortnight",
                "two and a half years",
            )
        )
    count = str(random.choice((random.randint(2, 30), random.randint(2, 120))))
    return f"{count if random.random() < 0.8 else word(random, 'number_words')} {unit}"


def ordinal(random: Random) -> str:
    value = random.randint(1, 60)
    tail = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


def portion(random: Random) -> str:
    things = (
        "pieces",
        "units",
        "boxes",
        "people",
        "seats",
        "copies",
        "items",
        "members",
        "pages",
        "votes",
        "tickets",
        "cups",
        "metres",
        "bottles",
    )
    return f"{number(random)} {random.choice(things)}"


def score(random: Random) -> str:
    high, low = random.randint(0, 9), random.randint(0, 9)
    return random.choice(
        (f"{high}–{low}", f"{high}:{low}", f"{high} to {low}", f"{random.randint(60, 120)}–{random.randint(60, 120)}")
    )


def far_distance(random: Random) -> str:
    value = grouped(random.choice((random.randint(2, 99), random.randint(100, 9000))))
    return f"{value} {random.choice(('light years', 'million kilometres', 'astronomical units', 'parsecs'))}"
