"""Texts made short enough for a label."""

from __future__ import annotations

from textwrap import shorten


def shortened(text: str, longest: int) -> str:
    """At most so many letters: cut behind a word, or, in writing without spaces, behind a letter."""
    plain = " ".join(text.split())
    cut = shorten(plain, longest, placeholder=" …")
    return cut if len(cut) > longest // 2 or cut == plain else f"{plain[: longest - 1]}…"
