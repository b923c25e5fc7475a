"""Secrets that a browser or a program keeps: random, and known to the store only by their sha256."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
"""As many as cannot be guessed: a slow hash, as for passwords, adds nothing."""

TOKEN_MARK = "inc_"  # nosec B105  # what every API token begins with, so that scanners for secrets find it
LONGEST = 200


def new_secret(mark: str = "") -> str:
    """A secret, told once."""
    return mark + secrets.token_urlsafe(BYTES)


def fingerprint(secret: str) -> str:
    """What the store keeps of it, in hex."""
    return hashlib.sha256(secret[:LONGEST].encode("utf-8", "replace")).hexdigest()
