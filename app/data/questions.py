"""Questions in a table: one column of questions, and another of expected answers where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from app.data.names import NAMES, place_of
from app.data.table import Table
from app.data.upload import Fault, fault_of
from app.errors import UploadError

_QUESTIONS = (*NAMES["question"], "questions", "query", "cloze", "質問文", "問い")
_EXPECTED = (*NAMES["answer"], "expected answers", "answers", "gold", "期待", "期待値", "期待する回答")


@dataclass(frozen=True)
class ListedQuestion:
    """A question, and what its answer should begin with; empty: nothing is expected of it."""

    question: str
    expected: str = ""


@dataclass(frozen=True)
class QuestionList:
    """The questions of a file in its order, and the rows at fault."""

    questions: tuple[ListedQuestion, ...]
    faults: tuple[Fault, ...]


def questions_of(table: Table, *, most: int) -> QuestionList:
    """The questions of a table: of the column with a known name, of the first one where no name is known.

    Args:
        most: most questions taken; the rows behind them are faults.

    Raises:
        UploadError: several columns, and none is named as the question.
    """
    place = place_of(_QUESTIONS, table.columns)
    if place is None and table.several and table.first_row != "values":
        raise UploadError(
            f"The file has {len(table.columns)} columns and none is named as the question.",
            f"The first row names the columns; questions are under one of: {', '.join(_QUESTIONS[:3])}, …",
            "Name the column of the questions “question”, and that of the expected answers “expected”.",
        )
    expected = place_of(_EXPECTED, table.columns)
    if place is None and table.several:
        expected = 1  # without names: questions first, expected answers second
    questions: list[ListedQuestion] = []
    faults: list[Fault] = []
    for row in table.rows:
        text = row.cell(place or 0).strip()
        reason = row.fault or row.fault_of(place or 0) or fault_of(text)
        if not reason and len(questions) >= most:
            reason = f"above the limit of {most:,} questions"
        if reason:
            faults.append(Fault(row.number, (row.raw or text)[:80], reason))
        else:
            questions.append(ListedQuestion(text, "" if expected is None else row.cell(expected).strip()))
    return QuestionList(tuple(questions), tuple(faults))
