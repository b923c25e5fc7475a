"""The text table of one language, and the shares that stand in its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor


class Texts:
    """The text table of one language.

    Args:
        language: ISO 639-1 code.
        table: key → sentence with `{named}` places.
    """

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self._language = language
        self._table = table

    @property
    def language(self) -> str:
        """ISO 639-1 code."""
        return self._language

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of this key, its places filled. Raises KeyError for an unknown key or a missing value."""
        return self._table[key].format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The sentence for a number: `key.one` for 1 where the language has it, else `key.other`."""
        form = f"{key}.one" if number == 1 and f"{key}.one" in self._table else f"{key}.other"
        return self(form, number=f"{number:,}", **values)

    def __contains__(self, key: str) -> bool:
        return key in self._table


def together(sentences: Iterable[str], say: Texts) -> str:
    """Sentences one after another, with a space between them where the language has one; empty ones are left out."""
    return say("sentences.between").join(one for one in sentences if one)


def percent(share: float, say: Texts) -> str:
    """A share from 0 to 1 in whole per cent; what would round to none or all of it is said as such."""
    if 0 < share < 0.005:
        return say("percent.almost-none")
    if 0.995 <= share < 1:
        return say("percent.almost-all")
    return say("percent", value=floor(100 * share + 0.5))
