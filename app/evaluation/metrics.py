"""What counts as right, defined once for every suite and method. All of it is about freely generated answers.

starts_with   the first line of a greedy answer, normalised, begins with the target or an alias at a word boundary
exact         the whole first line, normalised, is the target or an alias
contains      the target or an alias stands somewhere in the first line, normalised, between word boundaries
meets         starts_with or contains: what a person expects of an answer, who cares for no benchmark
unchanged     the first line is, character by character, the one that the untouched backbone gives

Raise `METRICS_VERSION` with every change that can move a figure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

METRICS_VERSION = "1"

# Scripts that put no space between words (in Korean: none before particles), by the names of their letters.
_UNSPACED = ("CJK ", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")

_KANJI_NUMERALS = frozenset("〇零一二三四五六七八九十百千万億兆")

# Signs that change what is said: 45 % is not 45, C# is not C.
_TELLING = frozenset("%‰#")

# Marks that belong to a number when they stand between two of its digits: 4.5, 1,5, 12:30, 3/4.
_IN_NUMBERS = frozenset(".,:/")

_APOSTROPHES = frozenset("'’‘ʼ`")

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")

_MINUS = frozenset("-−")


def first_line(answer: str) -> str:
    """What an answer is judged by: its text up to the first line break."""
    return answer.split("\n", 1)[0].strip()


def normalise_answer(text: str) -> str:
    """The text without differences of case, space and punctuation.

    What belongs to a number stays: its sign, and marks inside it (4.5, 12:30) but for the commas that group
    thousands. Punctuation elsewhere is a space; apostrophes vanish. Signs such as % and currency stay and stand
    apart from digits. Spaces beside letters of a script without spaces vanish.
    """
    plain = _folded(text)
    plain = _GROUPED.sub(lambda number: number.group().replace(",", ""), plain)
    parts = [_normalised(plain, place) for place in range(len(plain))]
    return _without_needless_spaces(" ".join("".join(parts).split()))


def starts_with(answer: str, target: str, aliases: Iterable[str] = ()) -> bool:
    """Whether the answer's first line begins with the target or an alias, at a word boundary."""
    line = normalise_answer(first_line(answer))
    return any(_begins(line, normalise_answer(wanted)) for wanted in (target, *aliases))


def exact(answer: str, target: str, aliases: Iterable[str] = ()) -> bool:
    """Whether the answer's whole first line is the target or an alias."""
    line = normalise_answer(first_line(answer))
    return line != "" and any(line == normalise_answer(wanted) for wanted in (target, *aliases))


def contains(answer: str, wanted: Iterable[str]) -> bool:
    """Whether one of the strings stands in the answer's first line, between word boundaries."""
    line = normalise_answer(first_line(answer))
    return any(_stands_in(line, normalise_answer(string)) for string in wanted)


def meets(answer: str, expected: str) -> bool | None:
    """Whether an answer begins with what a person expects of it, or contains it as whole words.

    None where nothing is expected that could be compared: no letter, digit or telling sign.
    """
    if not normalise_answer(expected):
        return None
    return starts_with(answer, expected) or contains(answer, [expected])


def unchanged(answer: str, original: str) -> bool:
    """Whether the first line is the untouched backbone's, character by character."""
    return first_line(answer) == first_line(original)


def _folded(text: str) -> str:
    """The text in one form of letters, without case, apostrophes and invisible marks."""
    shown = "".join(
        character
        for character in unicodedata.normalize("NFKC", text)
        if character not in _APOSTROPHES and unicodedata.category(character) != "Cf"
    )
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())


def _normalised(text: str, place: int) -> str:
    """What one character becomes."""
    character = text[place]
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    category = unicodedata.category(character)
    if character in _MINUS:
        return "-" if before.isspace() and after.isdigit() else " "
    if category in ("Sc", "So") or character in _TELLING:
        return f"{' ' if before.isdigit() else ''}{character}{' ' if after.isdigit() else ''}"
    if category[0] == "P":
        inside = character in _IN_NUMBERS and before.isdigit() and after.isdigit()
        return character if inside else " "
    return character


def _without_needless_spaces(text: str) -> str:
    """Drop spaces beside unspaced scripts: 45 日 and 45日 are one. Two katakana words stay apart."""
    kept = []
    for place, character in enumerate(text):
        if character == " ":
            before, after = text[place - 1], text[place + 1]
            apart = _is_katakana(before) and _is_katakana(after)
            if not apart and (_is_unspaced(before) or _is_unspaced(after)):
                continue
        kept.append(character)
    return "".join(kept)


def _begins(line: str, wanted: str) -> bool:
    if not wanted or not line.startswith(wanted):
        return False
    return len(line) == len(wanted) or _is_boundary(wanted[-1], line[len(wanted)])


def _stands_in(line: str, wanted: str) -> bool:
    place = line.find(wanted) if wanted else -1
    while place >= 0:
        before = line[place - 1] if place else " "
        if (before == " " or _is_boundary(before, wanted[0])) and _begins(line[place:], wanted):
            return True
        place = line.find(wanted, place + 1)
    return False


def _is_boundary(last: str, following: str) -> bool:
    """Whether a word may end between two characters that stand side by side.

    Scripts without spaces give a boundary everywhere but inside a katakana word or a number in kanji.
    """
    if _is_katakana(last) and _is_katakana(following):
        return False
    if last in _KANJI_NUMERALS and following in _KANJI_NUMERALS:
        return False
    if _is_unspaced(last) or _is_unspaced(following):
        return True
    return following.isspace()


def _is_unspaced(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_UNSPACED)


def _is_katakana(character: str) -> bool:
    return unicodedata.name(character, "").startswith("KATAKANA")
