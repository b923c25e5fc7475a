"""What a person typed or uploaded, row by row: the good rows as edits, the others with the reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.data.edit import Edit, Probe, normalise
from app.data.terms import NO_TERMS, Terms

# Characters of one edit. The model's own limit is in tokens; 256 tokens are rarely more than this.
MAX_CHARACTERS = 2_000

# Rows at fault that are listed; the rest is only counted, so that a file of rubbish stays small in memory.
MAX_FAULTS = 1_000

# Characters of a row at fault that are shown.
CLIP = 80

_ALLOWED_CONTROLS = frozenset("\t\n\r")

# Marks that turn the direction of writing: a person would approve another text than the model reads.
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Row:
    """One row as a reader found it: its number as in a spreadsheet (from 1), its text, what is wrong."""

    number: int
    text: str
    fault: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    language: str | None = None
    """None: to be told from the text."""
    probes: tuple[Probe, ...] = ()
    terms: Terms = NO_TERMS

    @property
    def edit(self) -> Edit:
        """The row as an edit."""
        return Edit.of(self.text, self.language, note=self.note, tags=self.tags, probes=self.probes, terms=self.terms)


@dataclass(frozen=True)
class Fault:
    """A row that was not taken: its number, its text (clipped and printable), the reason."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class Upload:
    """The edits of a text or file in its order, the rows at fault, the count of faults not listed."""

    edits: tuple[Edit, ...]
    faults: tuple[Fault, ...]
    unlisted: int = 0
    rows: tuple[int, ...] = ()
    """The row number of each edit, as in `Fault`: a later check can still name the row."""


def collect(rows: Iterable[Row], *, max_edits: int | None = None) -> Upload:
    """Sort rows into edits and faults; nothing good is lost because of a bad neighbour."""
    edits: list[Edit] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    unlisted = 0
    for row, reason in _judged(rows, max_edits):
        if not reason:
            edits.append(row.edit)
            numbers.append(row.number)
        elif len(faults) < MAX_FAULTS:
            faults.append(Fault(row.number, clip(row.text), reason))
        else:
            unlisted += 1
    return Upload(tuple(edits), tuple(faults), unlisted, tuple(numbers))


def _judged(rows: Iterable[Row], max_edits: int | None) -> Iterator[tuple[Row, str]]:
    """Each row with the reason why it cannot be an edit, empty when it can."""
    first_row: dict[str, int] = {}
    for row in rows:
        reason = row.fault or fault_of(row.text)
        text = normalise(row.text)
        if not reason and text in first_row:
            reason = f"the same text as row {first_row[text]}"
        if not reason and max_edits is not None and len(first_row) >= max_edits:
            reason = f"above the limit of {max_edits:,} edits"
        if not reason:
            first_row[text] = row.number
        yield row, reason


def fault_of(text: str) -> str:
    """Why a text cannot be an edit, empty when it can. Control tokens such as <|im_start|> are plain text."""
    length = len(normalise(text))
    if not length:
        return "no text"
    if length > MAX_CHARACTERS:
        return f"{length:,} characters, more than {MAX_CHARACTERS:,}"
    for character in text:
        category = unicodedata.category(character)
        if category == "Cc" and character not in _ALLOWED_CONTROLS:
            return f"control character U+{ord(character):04X}"
        if category == "Cs":
            return f"half a character (surrogate U+{ord(character):04X})"
        if character in _DIRECTION_MARKS:
            return f"mark U+{ord(character):04X}, which changes the direction of writing"
    return ""


def clip(text: str) -> str:
    """The beginning of a text for display, on one line, anything that is not printable as U+FFFD."""
    beginning = text[: 4 * CLIP]
    shown = "".join(character if character.isprintable() else _visible(character) for character in beginning)
    return shown if len(shown) <= CLIP else shown[: CLIP - 1] + "…"


def _visible(character: str) -> str:
    return " " if character in _ALLOWED_CONTROLS else "\ufffd"
