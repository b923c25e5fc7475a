"""English, for answers given earlier: looked up on the tab *Why*, and explained again."""

from __future__ import annotations

LOGGED_TABLE = {
    "logged.heading": "Answers given earlier with the shared edits",
    "logged.own": "Choose “The shared edits” above the tabs to see the answers that were given with them.",
    "logged.search": "Search earlier answers",
    "logged.search.hint": "Words of a question, an answer or an edit that was read, a name, or an answer's id. Enter "
    "searches.",
    "logged.question": "The question, exactly as it was asked",
    "logged.question.hint": "Needed for answers of which only checksums are kept; they tell whether it is the same.",
    "logged.none": "No answer has been kept yet. Every answer given with the shared edits is listed here.",
    "logged.not-found": "No kept answer has that in it.",
    "logged.column.when": "When",
    "logged.column.who": "Asked by",
    "logged.column.question": "Question and answer",
    "logged.column.edits": "Edits read",
    "logged.column.do": "Explain",
    "logged.checksum": "(kept as checksums)",
    "logged.no-edit": "no edit",
    "logged.open": "Explain",
    "logged.open.hint": "Ask it again, compare, and show the evidence below",
    "logged.newer": "Newer",
    "logged.older": "Older",
    "logged.place": "{first} to {last} of {total}",
    "logged.same": "Asked again, and identical to the answer of {when} ({who}).",
    "logged.unchecked": "It was given without a release: only the edits that it read were asked again, so whether "
    "others would be chosen was not checked.",
    "logged.differs": "Asked again, and not the same as the answer of {when} ({who}):",
    "logged.differs.answer": "The answer, word {number}: “{then}” then, “{now}” now",
    "logged.differs.answer.checksum": "The answer is another one than its checksum is of.",
    "logged.differs.original": "The model's own answer, word {number}: “{then}” then, “{now}” now",
    "logged.differs.original.checksum": "The model's own answer is another one than its checksum is of.",
    "logged.differs.edits": "Edits read then: {then}. Now: {now}",
    "logged.differs.pin": "{what}: {then} then, {now} now",
    "report.repeats.same": "Asked again to explain the logged answer {answer} of {asked}; both are identical.",
    "report.repeats.differs": "Asked again to explain the logged answer {answer} of {asked}; it came out differently.",
}
