"""What errors tell, in Japanese: an English sentence is known by its fixed words, and its values go into the Japanese.

    "At most {} tokens." → "上限は {0} トークンです。"    and so    "At most 256 tokens." → "上限は 256 トークンです。"

Errors hold finished English, so that logs, files, the interface for programs and other processes have what they
always had, and an error of a job that was stored, or of a reader in a process of its own, is told in Japanese too. A
test reads every such sentence from the code and holds it against the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import Formatter

from app.texts.japanese_details_access import ACCESS_DETAILS
from app.texts.japanese_details_adapters import ADAPTER_DETAILS
from app.texts.japanese_details_files import FILE_DETAILS
from app.texts.japanese_details_inputs import INPUT_DETAILS
from app.texts.japanese_details_models import MODEL_DETAILS
from app.texts.japanese_details_operations import OPERATION_DETAILS
from app.texts.japanese_details_stores import STORE_DETAILS
from app.texts.japanese_details_work import WORK_DETAILS

TABLES = (
    INPUT_DETAILS,
    MODEL_DETAILS,
    ADAPTER_DETAILS,
    STORE_DETAILS,
    FILE_DETAILS,
    ACCESS_DETAILS,
    OPERATION_DETAILS,
    WORK_DETAILS,
)
DETAILS = {english: japanese for table in TABLES for english, japanese in table.items()}
"""English, its places as `{}`, or as `{!r}` where a value stands in quotation marks → Japanese, places by number."""

LONGEST, MOST_SENTENCES = 2_000, 6
"""In characters; and so many are told apart. What a person typed stands in them, and must not make the search long."""
_SENTENCE_END = re.compile(r"(?<=[.)]) ")
_LIST = re.compile(", | or | and ")


@dataclass(frozen=True)
class Form:
    """An English sentence with places, and its Japanese."""

    begins: str
    """What stands before the first place."""
    pattern: re.Pattern[str]
    fixed: int
    """Characters outside the places."""
    japanese: str

    @classmethod
    def of(cls, english: str, japanese: str) -> Form:
        parts = list(Formatter().parse(english))
        pattern = "".join(re.escape(fixed) + _place(name, conversion) for fixed, name, _, conversion in parts)
        return cls(parts[0][0], re.compile(pattern, re.DOTALL), sum(len(part[0]) for part in parts), japanese)

    def told(self, text: str) -> str | None:
        """The Japanese of a sentence of this form; None for another one."""
        found = self.pattern.fullmatch(text) if text.startswith(self.begins) else None
        return None if found is None else self.japanese.format(*map(_Value, found.groups()))


def in_japanese(text: str) -> str | None:
    """One or more sentences, or a part of one; None where they are not in the tables."""
    if len(text) > LONGEST:
        return None
    ends = list(_SENTENCE_END.finditer(text))
    for end in ends if len(ends) <= MOST_SENTENCES else ():
        first, rest = _one_in_japanese(text[: end.start()]), text[end.end() :]
        told = None if first is None else in_japanese(rest)
        if told is not None:
            return f"{first}{told}"
    return _one_in_japanese(text)


def words_in_japanese(text: str) -> str:
    """As `in_japanese`, and lists of such parts; what is not in the tables stays as it is."""
    clauses = [in_japanese(part) for part in text.split("; ")]
    if all(clauses):
        return "、".join(map(str, clauses))
    told = in_japanese(text)
    if told is not None:
        return told
    if (told := in_japanese(f"{text}.")) is not None:  # a sentence within another has no full stop
        return told.removesuffix("。")
    parts = _LIST.split(text)
    known = [in_japanese(part) for part in parts]
    if not any(known) and any(" " in part for part in parts):
        return text
    return "、".join(part if one is None else one for part, one in zip(parts, known, strict=True))


class _Value(str):
    """What stands at a place, for `str.format`: with `said` it is words, told in Japanese as far as they are known."""

    def __format__(self, how: str) -> str:
        return words_in_japanese(self) if how == "said" else str(self)


def _place(name: str | None, conversion: str | None) -> str:
    if name is None:
        return ""
    return "['\"](.*?)['\"]" if conversion == "r" else "(.*?)"


def _one_in_japanese(text: str) -> str | None:
    if text in _plain():
        return _plain()[text]
    return next((told for form in _forms() if (told := form.told(text)) is not None), None)


@cache
def _plain() -> dict[str, str]:
    """Sentences without places."""
    forms = {english: Form.of(english, japanese) for english, japanese in DETAILS.items()}
    return {english.format(): form.japanese.format() for english, form in forms.items() if not form.pattern.groups}


@cache
def _forms() -> tuple[Form, ...]:
    """Those with most fixed words first: a sentence that fits several is told by the one that says most of it."""
    forms = [Form.of(english, japanese) for english, japanese in DETAILS.items()]
    return tuple(sorted((form for form in forms if form.pattern.groups), key=lambda form: -form.fixed))
