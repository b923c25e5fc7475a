"""Dates and times of the day in the forms that people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.explain.claims.claim import Claim, Day, Moment, claim

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
ORDINARY_MONTHS = frozenset({"May", "March"})
"""Months whose name is an ordinary word at the beginning of a sentence."""
LEAP_YEAR = 2024
HALF_A_DAY = 720

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|(?-i:Mar(?:ch)?|MAR(?:CH)?|May|MAY)|apr(?:il)?|june?|july?|"
_MONTH += r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W\d_])\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w.,]?\d)"
_YEAR = r"(?P<year>[12]\d{3})(?!\w)"
_ALONE, _NO_MORE = r"(?<![\w.])", r"(?![\w]|[./-]\d)"

DATES = tuple(
    re.compile(_ALONE + form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _NO_MORE,
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+{_YEAR})?",
        rf"{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+{_YEAR})?",
        rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}",
    )
)
EITHER_ORDER = re.compile(_ALONE + r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|(?<=/)\d{2})" + _NO_MORE, re.ASCII)
JAPANESE_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})年)?\s?(?P<month>\d{1,2})月(?:\s?(?P<day>\d{1,2})日(?!間))?", re.ASCII
)
MONTH_ALONE = re.compile(r"(?<![\w.])(?:" + "|".join(name.capitalize() for name in MONTHS) + r")(?!\w)")

TIMES = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?<![\w.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>[ap])\.?\s?m(?:\.|(?!\w))",
        r"(?<![\w.:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?![\w:])",
        r"(?<![\w.:])(?P<hour>\d{1,2})\s?o['’]clock",
        r"(?P<japanese>午前|午後)?(?<!\d)(?P<hour>\d{1,2})時(?!間)(?:(?P<minute>\d{1,2})分)?",
    )
)
HALVES = {"a": 0, "p": 1, "午前": 0, "午後": 1}
NAMED_TIMES = {"noon": HALF_A_DAY, "midday": HALF_A_DAY, "midnight": 0}
NAMED_TIME = re.compile(r"\b(?:noon|midday|midnight)\b", re.IGNORECASE)


def dates_in(text: str) -> Iterator[Claim]:
    """Dates with at least a month; a year alone is a number."""
    for pattern in DATES:
        for match in pattern.finditer(text):
            found = _day(*(match.groupdict().get(part) for part in ("year", "month", "day")))
            if found is not None:
                yield claim("date", text, *match.span(), found)
    for match in EITHER_ORDER.finditer(text):
        first, _, second, year = match.groups()
        orders = (_day(year, second, first), _day(year, first, second))
        if days := tuple(dict.fromkeys(day for day in orders if day is not None)):
            yield claim("date", text, *match.span(), *days)
    for match in JAPANESE_DATE.finditer(text):
        found = _day(match["year"], match["month"], match["day"])
        if found is not None:
            yield claim("date", text, *match.span(), found)
    for match in MONTH_ALONE.finditer(text):
        if match.group() not in ORDINARY_MONTHS or not _begins_a_longer_sentence(text, match):
            yield claim("date", text, *match.span(), Day(month=MONTHS.index(match.group().lower()) + 1))


def times_in(text: str) -> Iterator[Claim]:
    """Times of the day; both halves of the day where it was not said which."""
    for pattern in TIMES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            half = {"a": 0, "p": 1, "午前": 0, "午後": 1}.get(
                (parts.get("half") or parts.get("japanese") or "").lower()
            )
            moments = _moments(int(parts["hour"]), int(parts.get("minute") or 0), half)
            if moments:
                yield claim("time", text, *match.span(), *moments)
    for match in NAMED_TIME.finditer(text):
        yield claim("time", text, *match.span(), Moment(NAMED_TIMES[match.group().lower()]))


def _day(year: str | None, month: str | None, day: str | None) -> Day | None:
    """The date of these parts; None where there is no such day."""
    number = int(month) if month and month.isdecimal() else _month_named(month or "")
    full = int(year) + (2000 if len(year) == 2 else 0) if year else None
    try:
        date(full or LEAP_YEAR, number, int(day) if day else 1)
    except ValueError:
        return None
    return Day(full, number, int(day) if day else None)


def _month_named(name: str) -> int:
    """The number of a month; 0, which no month has, where the name is none."""
    places = [place for place, month in enumerate(MONTHS, start=1) if month.startswith(name.lower()[:3])]
    return places[0] if name and places else 0


def _begins_a_longer_sentence(text: str, match: re.Match[str]) -> bool:
    """“May I ask”, “March on”: not a month."""
    return not re.search(r"[^\s.!?]\s+$", text[: match.start()]) and bool(re.match(r"\s+[a-zI]", text[match.end() :]))


def _moments(hour: int, minute: int, half: int | None) -> tuple[Moment, ...]:
    """The time in minutes; half of the day 0 or 1, None where it was not said."""
    if minute > 59 or hour > (24 if half is None else 12):
        return ()
    if half is not None:
        return (Moment(hour % 12 * 60 + minute + half * HALF_A_DAY),)
    minutes = hour % 24 * 60 + minute
    return (Moment(minutes),) if hour == 0 or hour > 12 else (Moment(minutes), Moment((minutes + HALF_A_DAY) % 1440))
