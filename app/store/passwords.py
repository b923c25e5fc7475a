"""Passwords: what one must be like, and their argon2id hashes."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import PasswordError

SHORTEST, LONGEST, FEWEST_CHARACTERS = 12, 1_000, 6
"""In characters; the last: different ones."""

_HASHER = PasswordHasher()
"""argon2id with the library's present choice: 64 MiB, three passes, four lanes (RFC 9106)."""
_NOBODYS = _HASHER.hash("the password of no account")
"""What a password is compared with where there is no such account: that takes as long as where there is one."""


def require_sound(password: str, name: str) -> None:
    """A password that somebody wants to have.

    Raises:
        PasswordError: too short or long, too uniform, or it holds the name. What it is, is not told.
    """
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        given = f"The password has {len(plain):,} characters."
    elif len(set(plain)) < FEWEST_CHARACTERS:
        given = "The password repeats few characters."
    elif name and name.casefold() in plain.casefold():
        given = "The password holds the name of the account."
    else:
        return
    allowed = f"It has {SHORTEST} to {LONGEST:,} characters, {FEWEST_CHARACTERS} of them different, and not the name."
    raise PasswordError(given, allowed, "Choose another one; several words are easy to keep in mind.")


def hashed(password: str) -> str:
    """The hash that is stored, with its own salt."""
    return _HASHER.hash(_plain(password))


def is_of(password: str, stored: str | None) -> bool:
    """Whether a password is the one of a stored hash; takes as long where there is none, and says no."""
    try:
        fits = _HASHER.verify(stored or _NOBODYS, _plain(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return fits and stored is not None


def is_dated(stored: str) -> bool:
    """Whether a hash was made with another choice than today's, and should be made anew at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)


def _plain(password: str) -> str:
    """The same for every keyboard: characters put together in one way."""
    return unicodedata.normalize("NFKC", password)
