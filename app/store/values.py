"""What people give with an edit, in the form that is stored. The text is refused where it cannot be an edit."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from app.data import Probe, Terms, normalise
from app.data.upload import fault_of
from app.errors import InputError
from app.store.records import LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG


def content_id(text: str) -> str:
    """sha256 of the normalised text, in hex."""
    return hashlib.sha256(normalise(text).encode("utf-8")).hexdigest()


def storable(text: str) -> str:
    """Text that every database takes: what is no character (NUL, half of a pair) becomes U+FFFD."""
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def sound_text(text: str) -> str:
    """The normalised text of an edit.

    Raises:
        InputError: it cannot be one.
    """
    reason = fault_of(text)
    if reason:
        raise InputError(f"This cannot be an edit: {reason}.", "", "Correct the text; nothing was changed.")
    return normalise(text)


def sound_name(name: str) -> str:
    """Who did something; may be empty. Raises InputError where it is too long."""
    return _within(normalise(storable(name)), LONGEST_NAME, "name")


def sound_note(note: str) -> str:
    """A remark beside an edit; may be empty, keeps its lines. Raises InputError where it is too long."""
    return _within(unicodedata.normalize("NFC", storable(note)).strip(), LONGEST_NOTE, "note")


def sound_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags without doubles, sorted; empty ones are left out. Raises InputError where one is too long."""
    clean = (_within(normalise(storable(tag)), LONGEST_TAG, "tag") for tag in tags)
    return tuple(sorted({tag for tag in clean if tag}))


def sound_probes(probes: Iterable[Probe]) -> tuple[Probe, ...]:
    """Test questions, without those that ask nothing."""
    clean = (
        replace(
            probe,
            question=normalise(storable(probe.question)),
            target=storable(probe.target),
            aliases=tuple(storable(alias) for alias in probe.aliases),
        )
        for probe in probes
    )
    return tuple(probe for probe in clean if probe.question)


def sound_terms(terms: Terms) -> Terms:
    """Terms as they are stored.

    Raises:
        InputError: it would end before it begins, or a text is too long.
    """
    if terms.valid_from is not None and terms.valid_until is not None and terms.valid_until <= terms.valid_from:
        raise InputError(
            f"The edit would be valid until {terms.valid_until.isoformat()}, from {terms.valid_from.isoformat()}.",
            "It must end after it begins.",
            "Correct one of the two; nothing was changed.",
        )
    return replace(terms, owner=sound_name(terms.owner), source=sound_note(terms.source))


def _within(text: str, longest: int, what: str) -> str:
    if len(text) > longest:
        raise InputError(
            f"The {what} “{text[:40]}…” has {len(text):,} characters.",
            f"At most {longest:,}.",
            "Shorten it; nothing was changed.",
        )
    return text
