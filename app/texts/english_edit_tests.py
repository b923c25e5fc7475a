"""English, for the test questions of all edits in use."""

from __future__ import annotations

EDIT_TESTS_TABLE = {
    "tests.heading": "Ask the test questions of all edits",
    "tests.note": "Each edit may carry test questions: from a table's columns, a correction or a document's FAQ.",
    "tests.rule": "A question that must change passes where the answer begins with what is expected; one that must "
    "stay, where the answer is the model's own, to the letter.",
    "tests.begin": "Ask all test questions",
    "tests.report": "Download the report",
    "tests.file": "Download the table (CSV)",
    "tests.begun": "The questions wait for the model …",
    "tests.title": "Test of the edits in use",
    "tests.edits.one": "1 edit tested, {passed} passed.",
    "tests.edits.other": "{number} edits tested, {passed} passed.",
    "tests.figures": "Must change: {changed} of {change} passed. Must stay: {kept} of {stay} passed.",
    "tests.untested.one": "1 edit has no question that must change.",
    "tests.untested.other": "{number} edits have no question that must change.",
    "tests.part": "Only {asked} of {total} questions were asked.",
    "tests.passed": "passed",
    "tests.failed": "failed",
    "tests.must-change": "must change",
    "tests.must-stay": "must stay",
    "tests.as-before": "(as without edits)",
    "tests.view": "Show",
    "tests.view.all": "All edits",
    "tests.view.failed": "Failed",
    "tests.view.passed": "Passed",
    "tests.column.edit": "Edit",
    "tests.column.kind": "Kind",
    "tests.column.question": "Question",
    "tests.column.expected": "Expected",
    "tests.column.answer": "Answer",
    "tests.column.original": "Without edits",
    "tests.column.result": "Result",
    "job.test": "Asking the test questions of the edits",
}
