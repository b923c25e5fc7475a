"""Sealing what an audit record says: AES-256-GCM with a key of its own, so that deleting the key erases the text."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
"""Bytes before the sealed text. Every key seals one text, ever."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, said: Mapping[str, Any], number: int) -> bytes:
    """What a record says, unreadable without its key and bound to its number."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return nonce + AESGCM(key).encrypt(nonce, text, str(number).encode())


def unseal(key: bytes, sealed: bytes, number: int) -> dict[str, Any]:
    """What was sealed.

    Raises:
        ValueError: another key, another number, or bytes that were altered.
    """
    try:
        text = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], str(number).encode())
    except (InvalidTag, ValueError) as error:
        raise ValueError("The record cannot be read with this key.") from error
    found: dict[str, Any] = json.loads(text)
    return found
