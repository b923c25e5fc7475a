"""A search among the edits of a store, as a statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from app.data.edit import folded
from app.store.records import Search, Sort
from app.store.tables import EditRow, TagRow
from app.store.values import storable

LONGEST_SEARCH = 500
"""Characters of a search that are looked at."""


def matching(search: Search) -> Select[EditRow]:
    """The edits that a search finds, in no order."""
    wanted = select(EditRow).where(EditRow.state.in_(search.states))
    for word in folded(storable(search.words[:LONGEST_SEARCH])).split():
        wanted = wanted.where(EditRow.folded.contains(word, autoescape=True))
    if search.language is not None:
        wanted = wanted.where(EditRow.language == search.language)
    if search.tag is not None:
        tagged = exists().where(TagRow.edit == EditRow.id, TagRow.tag == storable(search.tag))
        wanted = wanted.where(tagged)
    return wanted


def order_of(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """What a list is sorted by."""
    orders: dict[Sort, tuple[ColumnElement[Any], ...]] = {
        "newest": (EditRow.number.desc(),),
        "oldest": (EditRow.number.asc(),),
        "changed": (EditRow.changed.desc(), EditRow.number.desc()),
        "text": (EditRow.folded.asc(), EditRow.number.asc()),
    }
    return orders[sort]
