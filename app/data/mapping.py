"""From a table and what its columns mean to edits: the good rows, and the rows at fault with the column named."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from app.data.columns import Columns, guess
from app.data.edit import LONGEST_NOTE, LONGEST_TAG, Probe, normalise
from app.data.moments import optional_moment
from app.data.names import ROLES, Role
from app.data.table import Table, TableRow
from app.data.template import Template, template_of
from app.data.terms import LONGEST_OWNER, LONGEST_SOURCE, Terms
from app.data.upload import Row, Upload, clip, collect, fault_of
from app.errors import ColumnsError, MomentError

MOST_TAGS = 20
"""Of one edit."""

_SEPARATORS = re.compile(r"[,;|、，；\n]")
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_].*)?$")
_LANGUAGES = {"english": "en", "japanese": "ja", "英語": "en", "日本語": "ja"}
_ONLY_NUMBER = re.compile(r"^[\s\d.,+\-−%‰€$£¥￥/:]+$")


_TRUE, _FALSE = {"yes", "true", "1", "はい", "○"}, {"", "no", "false", "0", "いいえ", "×"}


class _RowError(Exception):
    """Why a row cannot be an edit."""


def upload_of(
    table: Table, columns: Columns | None = None, *, max_edits: int | None = None, zone: tzinfo = UTC
) -> Upload:
    """The edits of a table.

    Args:
        columns: what the columns mean; guessed where it is not given.
        max_edits: most edits taken; the rows behind them are faults.
        zone: of dates, and of moments without an offset.

    Raises:
        ColumnsError: nothing gives the edits their text, or a column is named that is not there.
    """
    columns = guess(table) if columns is None else columns
    _check(columns, table)
    template = template_of(columns.template, table) if columns.template.strip() else None
    return collect((_row(row, table, columns, template, zone) for row in table.rows), max_edits=max_edits)


def _check(columns: Columns, table: Table) -> None:
    names = ", ".join(f"“{name}”" for name in table.columns[:12])
    if not columns.chosen:
        raise ColumnsError(
            "No column is chosen for the text of the edits.",
            f"The columns are: {names}{', …' if len(table.columns) > 12 else ''}.",
            "Choose the column with the sentences (a name such as “edit” is found by itself), or write a template.",
        )
    for role in ROLES:
        place = columns.of(role)
        if place is not None and not 0 <= place < len(table.columns):
            raise ColumnsError(
                f"The column {place + 1} ({role}) is not there.", f"There are: {names}.", "Choose again."
            )
    if (columns.old is None) != (columns.new is None):
        given, lacking = ("old", "new") if columns.new is None else ("new", "old")
        raise ColumnsError(
            f"The column “{table.columns[columns.of(_role(given)) or 0]}” is chosen as the {given} value, and none as "
            f"the {lacking} value.",
            "The edit is the text with the old value replaced by the new one: both are needed.",
            f"Choose the {lacking} value too, or neither.",
        )


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)


def _row(row: TableRow, table: Table, columns: Columns, template: Template | None, zone: tzinfo) -> Row:
    if row.fault:
        return Row(row.number, row.raw, row.fault)
    read = _Reading(row, table, zone)
    try:
        text = _replaced(read, columns, read.text(columns.text) if template is None else read.sentence(template))
        return Row(
            row.number,
            text,
            note=read.note(columns.note),
            tags=read.tags(columns.tags),
            language=read.language(columns.language),
            probes=read.probes(columns.question, columns.new if columns.answer is None else columns.answer),
            terms=read.terms(columns),
        )
    except _RowError as error:
        shown = read.shown(columns.text) if template is None else " · ".join(filter(None, row.cells[:8]))
        return Row(row.number, shown, str(error))


class _Reading:
    """The cells of one row, each checked for what it is to be. Raises _RowError with the column's name."""

    def __init__(self, row: TableRow, table: Table, zone: tzinfo) -> None:
        self._row, self._table, self._zone = row, table, zone

    def shown(self, column: int | None) -> str:
        return self._row.raw or ("" if column is None else self._row.cell(column))

    def cell(self, column: int) -> str:
        if reason := self._row.fault_of(column):
            raise self.error(column, reason)
        return self._row.cell(column)

    def error(self, column: int, reason: str) -> _RowError:
        return _RowError(f"{reason}, in column “{self._table.columns[column]}”" if self._table.several else reason)

    def text(self, column: int | None) -> str:
        if column is None:
            raise _RowError("no text")
        text = self.cell(column)
        if reason := fault_of(text):
            raise self.error(column, reason)
        if _ONLY_NUMBER.match(text):
            raise self.error(column, "only a number, no statement")
        return text

    def sentence(self, template: Template) -> str:
        for column in template.columns:
            if not normalise(self.cell(column)):
                raise self.error(column, "nothing to fill the template with")
            if reason := fault_of(self.cell(column)):
                raise self.error(column, reason)
        return template.filled(self.cell)

    def note(self, column: int | None) -> str:
        return self._remark(column, LONGEST_NOTE)

    def tags(self, column: int | None) -> tuple[str, ...]:
        if column is None:
            return ()
        tags = [tag for part in _SEPARATORS.split(self.cell(column)) if (tag := normalise(part))]
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise self.error(column, f"a tag of more than {LONGEST_TAG} characters")
        if len(tags) > MOST_TAGS:
            raise self.error(column, f"{len(tags)} tags, more than {MOST_TAGS}")
        for tag in tags:
            self._printable(column, tag)
        return tuple(tags)

    def language(self, column: int | None) -> str | None:
        name = "" if column is None else normalise(self.cell(column)).casefold()
        if column is None or not name:
            return None
        code = _CODE.match(_LANGUAGES.get(name, name))
        if code is None:
            raise self.error(column, f"“{clip(name)}” is no language code such as en or ja")
        return code[1]

    def probes(self, question: int | None, target: int | None) -> tuple[Probe, ...]:
        asked = normalise(self._remark(question, LONGEST_NOTE))
        wanted = "" if target is None else normalise(self.cell(target))
        return (Probe("efficacy", asked, wanted),) if asked else ()

    def terms(self, columns: Columns) -> Terms:
        begins, ends = self.moment(columns.valid_from), self.moment(columns.valid_until, end=True)
        if begins is not None and ends is not None and columns.valid_until is not None and ends <= begins:
            raise self.error(columns.valid_until, "it would end before it begins")
        return Terms(
            owner=normalise(self._remark(columns.owner, LONGEST_OWNER)),
            source=self._remark(columns.source, LONGEST_SOURCE),
            confidential=self.truth(columns.confidential),
            valid_from=begins,
            valid_until=ends,
            review_by=self.moment(columns.review_by),
        )

    def moment(self, column: int | None, *, end: bool = False) -> datetime | None:
        if column is None:
            return None
        try:
            return optional_moment(self.cell(column), self._zone, end=end)
        except MomentError as error:
            raise self.error(column, error.given.rstrip(".")) from error

    def truth(self, column: int | None) -> bool:
        said = "" if column is None else normalise(self.cell(column)).casefold()
        if column is not None and said not in _TRUE | _FALSE:
            raise self.error(column, f"“{clip(said)}” is neither yes nor no")
        return said in _TRUE

    def _remark(self, column: int | None, longest: int) -> str:
        if column is None:
            return ""
        text = self.cell(column).strip()
        if len(text) > longest:
            raise self.error(column, f"{len(text):,} characters, more than {longest:,}")
        self._printable(column, text)
        return text

    def _printable(self, column: int, text: str) -> None:
        if normalise(text) and (reason := fault_of(text)):
            raise self.error(column, reason)


def _replaced(read: _Reading, columns: Columns, text: str) -> str:
    """The text with the old value replaced by the new one, where columns for both are chosen."""
    if columns.old is None or columns.new is None:
        return text
    old, new = normalise(read.cell(columns.old)), normalise(read.cell(columns.new))
    if not new:
        raise read.error(columns.new, "no new value")
    text = normalise(text)
    if old and old in text:
        return text.replace(old, new)
    if new in text:
        return text
    if not old:
        raise read.error(columns.old, "no old value, and the text does not hold the new one")
    raise read.error(columns.old, f"the old value “{clip(old)}” does not stand in the text")
