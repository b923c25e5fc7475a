"""What the columns of a table mean for its edits, as the names and the content suggest it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.data.names import ATTRIBUTES, NAMES, ROLES, SUBJECTS, VALUES, Role, place_of
from app.data.table import SENTENCE_ENDS, Table

SAMPLE = 50
"""Rows whose content is looked at."""

LEAST_SENTENCES = 0.5
"""A column is taken for the text where at least this share of its cells reads like a sentence."""


@dataclass(frozen=True)
class Columns:
    """Which column (its place from 0) gives what. The text comes from one column or from a template."""

    text: int | None = None
    template: str = ""
    """A sentence with column names in braces, such as `The {attribute} of {product} is {value}.`; it goes before
    `text`."""
    note: int | None = None
    tags: int | None = None
    language: int | None = None
    question: int | None = None
    answer: int | None = None
    """What the answer to the question must begin with, or contain as whole words."""
    old: int | None = None
    new: int | None = None
    """With `old`: the text with the old value replaced by this one is the edit."""
    owner: int | None = None
    source: int | None = None
    confidential: int | None = None
    valid_from: int | None = None
    valid_until: int | None = None
    review_by: int | None = None

    def of(self, role: Role) -> int | None:
        """The column in this role."""
        place: int | None = getattr(self, role)
        return place

    @property
    def chosen(self) -> bool:
        """Whether the edit's text comes from anywhere."""
        return self.text is not None or bool(self.template.strip())


def guess(table: Table) -> Columns:
    """By the columns' names where they are known, else by content; `text` and `template` stay empty without a hint."""
    by_name: dict[str, Any] = {role: place_of(NAMES[role], table.columns) for role in ROLES}
    found = Columns(**by_name)
    if found.old is None or found.new is None:
        found = replace(found, old=None, new=None)
    if found.answer == found.text:
        found = replace(found, answer=None)
    if found.text is None and not table.several:
        return replace(found, text=0)
    if found.text is None:
        taken = {place for place in by_name.values() if place is not None}
        found = replace(found, text=_most_like_sentences(table, taken))
    if found.text is None:
        found = replace(found, template=_usual_template(table))
    return found


def _most_like_sentences(table: Table, taken: set[int]) -> int | None:
    shares = {place: _sentences_in(table, place) for place in range(len(table.columns)) if place not in taken}
    best = max(shares, key=lambda place: shares[place], default=None)
    return best if best is not None and shares[best][0] >= LEAST_SENTENCES else None


def _sentences_in(table: Table, column: int) -> tuple[float, float]:
    """Share of the sampled cells that read like a sentence, and their mean length."""
    cells = [text for row in table.rows[:SAMPLE] if not row.fault and (text := row.cell(column).strip())]
    if not cells:
        return 0.0, 0.0
    return sum(map(_reads_like_sentence, cells)) / len(cells), sum(map(len, cells)) / len(cells)


def _reads_like_sentence(text: str) -> bool:
    words = len(text.split())
    return words >= 4 or (text.endswith(SENTENCE_ENDS) and (words >= 3 or text[-1] in "。！？"))


def _usual_template(table: Table) -> str:
    """“The ATTRIBUTE of SUBJECT is VALUE.” where the columns are called so."""
    places = [place_of(names, table.columns) for names in (ATTRIBUTES, SUBJECTS, VALUES)]
    if None in places or len(set(places)) < len(places):
        return ""
    attribute, subject, value = (f"{{{table.columns[place]}}}" for place in places if place is not None)
    if table.columns[places[0] or 0].isascii():
        return f"The {attribute} of {subject} is {value}."
    return f"{subject}の{attribute}は{value}です。"
