"""What kind of thing an answer is, told from its text: recall of names, amounts, dates and codes is reported apart."""

from __future__ import annotations

import re
import unicodedata

from app.data import AnswerKind

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_CURRENCY = "euros?|dollars?|pounds?|francs?|yen|cents?|eur|usd|gbp|chf|jpy|円"
_TIMES = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|秒間?|分間?|時間|日間|週間|か月間?|ヶ月間?|カ月間?|年間"

# The first one that fits decides.
_SIGNS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"\d\s?(%|percent|per cent|パーセント)")),
    ("amount", re.compile(rf"[$€£¥]\s?\d|\d[\d,.]*\s?[$€£¥]|\d[\d,.]*[万億千]?\s?({_CURRENCY})\b|\d[万千]?円")),
    (
        "date",
        re.compile(rf"\b({_MONTHS})\b.*\d|\d.*\b({_MONTHS})\b|\d+年\d+月|\d+月\d+日|^(1\d|20)\d\d(-\d\d-\d\d)?[.年]?$"),
    ),
    ("duration", re.compile(rf"\d\s?({_TIMES})(?![a-z])")),
    ("code", re.compile(r"\b(?=\w*\d)(?=[\w/#.-]*[a-z])[a-z]+[-/]?\d[\w/#-]*|\b\d+[-/][a-z\d][\w/-]*|#\d|\d#")),
    ("quantity", re.compile(r"\d\s?[a-zµ²³°Ωℓァ-ヶ一-龠]")),
    ("number", re.compile(r"\d")),
)


def answer_kind_of(answer: str) -> AnswerKind:
    """The kind of an answer; `name` for words with a capital letter, `word` for others."""
    text = unicodedata.normalize("NFKC", answer).strip()
    for kind, sign in _SIGNS:
        if sign.search(text.casefold()):
            return kind
    return "name" if text[:1].isupper() else "word"
