"""Every sentence that a person reads in the interface, in one table a language.

`Texts("one.key", name=value)` gives the sentence. A missing key or value is an error, never an empty label. A table of
English in `english_NAME.py` has its Japanese in `japanese_NAME.py`, with the same keys and the same named places.
"""

from __future__ import annotations

from app.errors import InputError
from app.texts.asked import AskedTexts, Marks, speaking
from app.texts.english import TABLE as ENGLISH_TABLE
from app.texts.errors import detail_words, error_words
from app.texts.japanese import TABLE as JAPANESE_TABLE
from app.texts.names import alias_words, kind_words, limit_words, memory_words, metric_words, name_words, policy_words
from app.texts.places import kept_place, place_words
from app.texts.texts import Texts, percent, together

__all__ = [
    "ASKED",
    "ENGLISH",
    "JAPANESE",
    "LANGUAGES",
    "Marks",
    "Texts",
    "alias_words",
    "detail_words",
    "error_words",
    "in_language",
    "kept_place",
    "kind_words",
    "limit_words",
    "memory_words",
    "metric_words",
    "name_words",
    "percent",
    "place_words",
    "policy_words",
    "speaking",
    "together",
]

ENGLISH = Texts("en", ENGLISH_TABLE)
JAPANESE = Texts("ja", JAPANESE_TABLE)
LANGUAGES: dict[str, Texts] = {say.language: say for say in (ENGLISH, JAPANESE)}
"""ISO 639-1 code → its texts."""
ASKED = AskedTexts(ENGLISH)
"""In the language of whoever asks."""


def in_language(code: str) -> Texts:
    """The texts of a language.

    Raises:
        InputError: there are none.
    """
    if code in LANGUAGES:
        return LANGUAGES[code]
    raise InputError(
        f"There are no texts in the language {code[:20]!r}.", f"Languages: {', '.join(LANGUAGES)}.", "Choose one."
    )
