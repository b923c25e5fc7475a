"""Dates and moments: read in one way or refused, never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.moments import brief, moment_of, optional_moment, written, zone_named
from app.errors import MomentError

TOKYO, BERLIN, HAVANA = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("2026-03-31", False, "2026-03-30T15:00:00+00:00"),
        ("2026-03-31", True, "2026-03-31T15:00:00+00:00"),
        (" 2026-12-31 ", True, "2026-12-31T15:00:00+00:00"),
        ("2026-03-31T09:30", False, "2026-03-31T00:30:00+00:00"),
        ("2026-03-31T09:30", True, "2026-03-31T00:30:00+00:00"),
        ("2026-03-31 09:30:15.25", False, "2026-03-31T00:30:15.250000+00:00"),
        ("2026-03-31T09:30Z", False, "2026-03-31T09:30:00+00:00"),
        ("2026-03-31T09:30-05:00", True, "2026-03-31T14:30:00+00:00"),
        ("2024-02-29", False, "2024-02-28T15:00:00+00:00"),
    ],
)
def test_what_is_read(text: str, end: bool, expected: str) -> None:
    assert moment_of(text, TOKYO, end=end) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "31.03.2026", "03/31/2026", "2026-3-1", "20260331", "2026-02-30", "2026-02-29", "2026-13-01",
        "2026-00-10", "0000-01-01", "2026-03-31T", "2026-03-31T9:30", "2026-03-31T24:00", "2026-03-31T09:60",
        "2026-03-31T09:30:61", "2026-03-31T09:30+25:00", "2026-03-31T09:30+0900", "2026-03-31Z", "2026-03-31+09:00",
        "2026-W13-2", "-2026-03-31", "２０２６-03-31", "2026-03-31\n2026-04-01", "2026-03-31T09:30:00.1234567",
        "9999-12-31T23:59-12:00", "2026‐03‐31", "2026-03-31T09:30 +09:00", "1" * 10_000,
    ],
)  # fmt: skip
def test_what_is_refused(text: str) -> None:
    for end in (False, True):
        with pytest.raises(MomentError) as refused:
            moment_of(text, TOKYO, end=end)
        assert "Asia/Tokyo" in refused.value.allowed and len(str(refused.value)) < 400


def test_the_end_of_time_is_no_end_of_a_day() -> None:
    with pytest.raises(MomentError):
        moment_of("9999-12-31", UTC, end=True)


def test_times_that_the_clocks_skip_or_show_twice_are_refused() -> None:
    with pytest.raises(MomentError, match="skipped by the clocks"):
        moment_of("2026-03-29T02:30", BERLIN)
    with pytest.raises(MomentError, match="twice on the clocks"):
        moment_of("2026-10-25T02:30", BERLIN)
    assert moment_of("2026-10-25T02:30+01:00", BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_day_without_midnight_begins_where_its_clocks_begin() -> None:
    """In Havana the clocks jump from 0 to 1 in spring, and from 1 back to 0 in autumn."""
    begins = moment_of("2026-03-08", HAVANA)
    assert begins.astimezone(HAVANA).isoformat() == "2026-03-08T01:00:00-04:00"
    assert moment_of("2026-03-07", HAVANA, end=True) == begins
    assert moment_of("2026-11-01", HAVANA).astimezone(HAVANA).isoformat() == "2026-11-01T00:00:00-04:00"


def test_nothing_written_is_nothing_and_nonsense_is_refused() -> None:
    assert optional_moment("  ", UTC) is None
    with pytest.raises(MomentError):
        optional_moment("soon", UTC)


@given(st.dates(date(1, 1, 3), date(9999, 12, 29)), st.sampled_from([UTC, TOKYO, BERLIN, HAVANA]))
def test_the_end_of_a_day_is_the_beginning_of_the_next(day: date, zone: ZoneInfo) -> None:
    begins, ends = moment_of(day.isoformat(), zone), moment_of(day.isoformat(), zone, end=True)
    assert ends == moment_of((day + timedelta(days=1)).isoformat(), zone)
    assert timedelta(hours=22) <= ends - begins <= timedelta(hours=26)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS)


@given(MOMENTS, st.sampled_from([UTC, TOKYO, BERLIN]))
def test_what_is_written_is_read_as_the_same_moment(moment: datetime, zone: ZoneInfo) -> None:
    modern = moment.replace(year=max(moment.year, 1980))  # older zones have offsets with seconds
    assert moment_of(written(modern, zone), zone) == modern


@given(MOMENTS, st.sampled_from([UTC, TOKYO, BERLIN, HAVANA]), st.booleans(), st.booleans())
def test_what_is_written_in_brief_is_read_as_the_same_moment(
    moment: datetime, zone: ZoneInfo, end: bool, whole: bool
) -> None:
    modern = moment.replace(year=max(moment.year, 1980))
    if whole:
        modern = moment_of(modern.date().isoformat(), zone, end=end)
        assert len(brief(modern, zone, end=end)) == len("2026-03-31")
    assert moment_of(brief(modern, zone, end=end), zone, end=end) == modern


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    with suppress(MomentError):
        assert moment_of(text, UTC).tzinfo is not None


def test_zones_have_names() -> None:
    assert zone_named("Asia/Tokyo") == TOKYO
    for name in ("", "Tokyo", "../../etc/passwd", "Asia", "/etc/localtime", "\x00"):
        with pytest.raises(MomentError):
            zone_named(name)
