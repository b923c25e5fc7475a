"""A person's own edits with their questions, one edit a row, in any table that the workbench reads.

edit            the statement
question        asks for what it says; several of them: on lines of their own, or with a semicolon between
paraphrase      the same in other words, several as above
answer          what a right answer begins with; other forms of it as above
neighbourhood   about something else: its answer must stay what it was; several as above
language        of the edit; told from its text where it is not given

Every row has at least one question; `answer` is wanted where there is a `question` or a `paraphrase`.
"""

from __future__ import annotations

import re
from pathlib import Path

from app.data.benchmarks.reading import Benchmark, sha256_of
from app.data.columns import Columns
from app.data.edit import Edit, Probe, ProbeKind, Record, normalise
from app.data.mapping import upload_of
from app.data.names import NAMES, place_of
from app.data.readers import READERS, read_table
from app.data.table import Table, TableRow
from app.data.upload import clip, fault_of
from app.errors import SuiteDataError, UploadError

MOST_MB = 64

PROBES: dict[ProbeKind, tuple[str, ...]] = {
    "efficacy": (*NAMES["question"], "questions", "efficacy"),
    "paraphrase": ("paraphrase", "paraphrases", "rephrase", "言い換え"),
    "neighbourhood": ("neighbourhood", "neighborhood", "locality", "unchanged", "must not change", "不変"),
}
"""What a column with questions of a kind may be called."""
ANSWERS = (*NAMES["answer"], "answers")
EDITS = tuple(name for name in NAMES["text"] if name not in ANSWERS)

_BETWEEN = re.compile(r"[\r\n]+|[;；]\s+|；")


def read_own(path: Path) -> Benchmark:
    """Every row as a record, named by its row.

    Raises:
        SuiteDataError: not such a table; names the row and the column.
    """
    try:
        table = read_table(path, max_mb=MOST_MB)
    except UploadError as error:
        raise SuiteDataError(error.given, error.allowed, error.remedy) from error
    places = {kind: place_of(names, table.columns) for kind, names in PROBES.items()}
    text = place_of(EDITS, table.columns)
    if text is None or all(place is None for place in places.values()):
        lacking = "edit" if text is None else "question"
        columns = ", ".join(f"“{name}”" for name in table.columns[:12])
        raise _fault(path, f"there is no column “{lacking}”; there are {columns}")
    upload = upload_of(table, Columns(text=text, language=place_of(NAMES["language"], table.columns)))
    for fault in upload.faults:
        raise _fault(path, f"row {fault.row}, column “{table.columns[text]}”, {fault.text!r}: {fault.reason}")
    rows = {row.number: row for row in table.rows}
    reading = _Reading(path, table, places, place_of(ANSWERS, table.columns))
    edits = zip(upload.rows, upload.edits, strict=True)
    return Benchmark(tuple(reading.record(rows[row], edit) for row, edit in edits), path.name, sha256_of(path))


class _Reading:
    """What the columns of one table give."""

    def __init__(self, path: Path, table: Table, places: dict[ProbeKind, int | None], answer: int | None) -> None:
        self._path, self._table, self._places, self._answer = path, table, places, answer

    def record(self, row: TableRow, edit: Edit) -> Record:
        """The edit is its own subject: several edits about one thing may stand in one pool."""
        answers = self._texts(row, self._answer)
        probes: list[Probe] = []
        for kind, column in self._places.items():
            questions = self._texts(row, column)
            if kind == "neighbourhood":
                probes += [Probe(kind, question) for question in questions]
            elif questions and not answers:
                name = "answer" if self._answer is None else self._table.columns[self._answer]
                raise _fault(self._path, f"row {row.number}, column “{name}”: no answer to {clip(questions[0])!r}")
            else:
                probes += [Probe(kind, question, answers[0], answers[1:]) for question in questions]
        if not probes:
            names = " or ".join(
                f"“{self._table.columns[place]}”" for place in self._places.values() if place is not None
            )
            raise _fault(self._path, f"row {row.number}, column {names}: no question")
        return Record(edit, edit.text, tuple(dict.fromkeys(probes)), str(row.number))

    def _texts(self, row: TableRow, column: int | None) -> tuple[str, ...]:
        if column is None:
            return ()
        texts = tuple(filter(None, map(normalise, _BETWEEN.split(row.cell(column)))))
        reasons = (row.fault_of(column), *map(fault_of, texts))
        if reason := next(filter(None, reasons), ""):
            raise _fault(self._path, f"row {row.number}, column “{self._table.columns[column]}”: {reason}")
        return texts


def _fault(path: Path, what: str) -> SuiteDataError:
    return SuiteDataError(
        f"{clip(path.name)}: {what}.",
        "A row is an edit, its “question” or “paraphrase” with the “answer”, and “neighbourhood” questions.",
        f"Correct the file; {', '.join(READERS)} are read.",
    )
