"""A sentence made of a table's columns: `The {attribute} of {product} is {value}.`"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from app.data.names import plain
from app.data.table import Table
from app.errors import ColumnsError

LONGEST = 1_000
"""Characters of a template."""

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Template:
    """Literal texts and columns in turn: `texts[0] column[0] texts[1] … texts[-1]`."""

    texts: tuple[str, ...]
    columns: tuple[int, ...]

    def filled(self, cell: Callable[[int], str]) -> str:
        """The sentence with each column's cell in its place."""
        parts = [self.texts[0]]
        for column, text in zip(self.columns, self.texts[1:], strict=True):
            parts += [cell(column).strip(), text]
        return "".join(parts)


def template_of(text: str, table: Table) -> Template:
    """The template that a person wrote. Nothing in it is evaluated: a name in braces is a column, all else is text.

    Raises:
        ColumnsError: a name that no column has, a brace without its other half, or no column at all.
    """
    if len(text) > LONGEST:
        raise ColumnsError(f"The template has {len(text):,} characters.", f"At most {LONGEST:,}.", "Shorten it.")
    places = {plain(name): place for place, name in enumerate(table.columns)}
    texts, columns, end = [""], [], 0
    for match in _PART.finditer(text):
        texts[-1] += text[end : match.start()]
        end = match.end()
        if match[0] in ("{{", "}}"):
            texts[-1] += match[0][0]
        elif match[1] is None:
            raise ColumnsError(
                f"The template has a brace “{match[0]}” without its other half.",
                "A column stands in braces, as in {" + table.columns[0] + "}.",
                "Add the other one, or write {{ or }} for a brace that is text.",
            )
        else:
            columns.append(_place(match[1], places, table))
            texts.append("")
    texts[-1] += text[end:]
    if not columns:
        raise ColumnsError("The template names no column.", _allowed(table), "Put a column's name in braces.")
    return Template(tuple(texts), tuple(columns))


def _place(name: str, places: dict[str, int], table: Table) -> int:
    place = places.get(plain(name))
    if place is not None:
        return place
    close = get_close_matches(plain(name), places, n=1)
    meant = f"Write {{{table.columns[places[close[0]]]}}} if that is meant." if close else "Choose one of these."
    raise ColumnsError(f"The template names the column “{name}”, which is not there.", _allowed(table), meant)


def _allowed(table: Table) -> str:
    shown = ", ".join(f"“{name}”" for name in table.columns[:12])
    return f"The columns are: {shown}{', …' if len(table.columns) > 12 else ''}."
