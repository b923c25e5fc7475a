"""An answer in parts: what is backed by an edit or claims nothing, and what stands in no edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.explain.claims import Claim


@dataclass(frozen=True)
class Part:
    """A piece of an answer."""

    text: str
    marked: bool


def marked_parts(text: str, unsupported: Sequence[Claim]) -> tuple[Part, ...]:
    """The text cut at the claims, which do not overlap; joined again it is the same text."""
    parts: list[Part] = []
    end = 0
    for claim in unsupported:
        parts += [Part(text[end : claim.start], marked=False), Part(claim.text, marked=True)]
        end = claim.stop
    parts.append(Part(text[end:], marked=False))
    return tuple(part for part in parts if part.text)
