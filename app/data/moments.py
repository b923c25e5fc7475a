"""Dates and moments as people write them: one strict reading, for the command line, uploads and the interface.

    2026-03-31                     a date: its first moment, or with `end` the one after its last
    2026-03-31T09:30[:15[.5]]      a moment, in the zone that the reader names
    2026-03-31T09:30+09:00 or Z    a moment, wherever it is read

Whatever else stands there is refused; so is a time that the zone's clocks skip or show twice. Nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from app.data.upload import clip
from app.errors import MomentError

LONGEST = 40
"""Characters; more are no date."""

_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_TIME = r"(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
_FORM = re.compile(rf"{_DATE}(?:[T ]{_TIME}(?P<offset>Z|[+-]\d{{2}}:\d{{2}})?)?", re.ASCII)


def zone_named(name: str) -> tzinfo:
    """A time zone of the IANA list: Asia/Tokyo, Europe/Berlin, UTC.

    Raises:
        MomentError: there is none of that name here.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, no key, a folder of zones
        raise MomentError(
            f"There is no time zone {clip(name)!r}.", "A name of the IANA list: Asia/Tokyo, UTC.", "Correct it."
        ) from None


def moment_of(text: str, zone: tzinfo, *, end: bool = False) -> datetime:
    """The moment that a person wrote, in UTC.

    Args:
        zone: of dates and of moments without an offset.
        end: a date alone stands for its end, which is the first moment of the day after.

    Raises:
        MomentError: it is not one, or there is no such day, or the clocks of the zone do not show it exactly once.
    """
    written = text.strip()
    form = _FORM.fullmatch(written) if len(written) <= LONGEST else None
    if form is None:
        raise _no_moment(text, zone, "is no date")
    try:
        day = date.fromisoformat(form["date"])
        if form["time"] is None:
            return _of_zone(datetime.combine(day + timedelta(days=end), time()), zone, text, midnight=True)
        clock = time.fromisoformat(form["time"])
        if form["offset"] is None:
            return _of_zone(datetime.combine(day, clock), zone, text)
        return datetime.combine(day, clock, _offset(form["offset"])).astimezone(UTC)
    except MomentError:
        raise
    except (ValueError, OverflowError) as error:
        raise _no_moment(text, zone, "does not exist") from error


def optional_moment(text: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
    """As `moment_of`; None where nothing is written."""
    return moment_of(text, zone, end=end) if text.strip() else None


def written(moment: datetime | None, zone: tzinfo) -> str:
    """A moment as it is written, so that `moment_of` reads it as the same one; empty where there is none."""
    if moment is None:
        return ""
    return moment.astimezone(zone).isoformat()


def brief(moment: datetime | None, zone: tzinfo, *, end: bool = False) -> str:
    """As `written`, but the date alone where that is read as the same moment."""
    if moment is None:
        return ""
    day = (moment - timedelta(microseconds=1) if end else moment).astimezone(zone).date().isoformat()
    try:
        return day if moment_of(day, zone, end=end) == moment else written(moment, zone)
    except MomentError:
        return written(moment, zone)


def _offset(text: str) -> tzinfo:
    read = datetime.fromisoformat(f"2000-01-01T00:00{text}").tzinfo
    assert read is not None
    return read


def _of_zone(local: datetime, zone: tzinfo, text: str, *, midnight: bool = False) -> datetime:
    """A time on the clocks of a zone. A day that begins later than at midnight, or twice, begins once all the same."""
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = [one for one in (first, second) if one.astimezone(zone).replace(tzinfo=None, fold=0) == local]
    if first == second and shown:
        return first
    if midnight:
        return min(shown) if shown else _after_the_gap(local, zone)
    raise _no_moment(text, zone, "stands twice on the clocks" if shown else "is skipped by the clocks")


def _after_the_gap(local: datetime, zone: tzinfo) -> datetime:
    """The moment at which the clocks jump over this time: both readings of it name it, on either side's offset."""
    before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return (local - before).replace(tzinfo=UTC) if after > before else (local - after).replace(tzinfo=UTC)


def _no_moment(text: str, zone: tzinfo, why: str) -> MomentError:
    return MomentError(
        f"“{clip(text)}” {why}.",
        f"A date such as 2026-03-31, or a moment such as 2026-03-31T09:30, in {zone}, or with an offset (+09:00, Z).",
        "Correct it.",
    )
