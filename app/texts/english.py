"""English. Keys by place on the page; `{names}` are filled in; `.one` and `.other` are for numbers."""

from __future__ import annotations

from types import MappingProxyType

from app.texts.english_about import ABOUT_TABLE
from app.texts.english_access import ACCESS_TABLE
from app.texts.english_ask import ASK_TABLE
from app.texts.english_compare import COMPARE_TABLE
from app.texts.english_conflicts import CONFLICTS_TABLE
from app.texts.english_costs import COSTS_TABLE
from app.texts.english_documents import DOCUMENTS_TABLE
from app.texts.english_edit_tests import EDIT_TESTS_TABLE
from app.texts.english_edits import EDITS_TABLE
from app.texts.english_logged import LOGGED_TABLE
from app.texts.english_pilot import PILOT_TABLE
from app.texts.english_releases import RELEASES_TABLE
from app.texts.english_report import REPORT_TABLE
from app.texts.english_review import REVIEW_TABLE
from app.texts.english_tune import TUNE_TABLE
from app.texts.english_why import WHY_TABLE

TABLE = MappingProxyType(
    {
        # Header
        "page.title": "InComeS workbench",
        "page.promise": "Correct what a language model says by typing the facts as they should be – "
        "and see afterwards which of them it used.",
        "page.language": "Language",
        "page.language.en": "English",
        "page.language.ja": "日本語",
        "about.line": "{name} answers here, in {languages}.",
        "about.line.plain": "{name} answers here.",
        "about.line.more": "About it",
        "about.no-adapter": "Without adapter",
        "about.no-adapter.hint": "No adapter fits this model: edits are read word for word and found by "
        "sentence similarity. Answers are less exact.",
        "about.memory.compressed.hint": "Each edit is compressed, once, into a short form that the model reads while "
        "it answers (for "
        "researchers: a few gist slots, read by attention).",
        "about.memory.verbatim.hint": "Edits are kept word for word and read while the model answers: more exact, "
        "more memory (for "
        "researchers: the keys and values of all tokens).",
        "about.english-only": "This model reads and answers in English only.",
        "about.english-only.other": "A model for Japanese and English",
        "about.english-only.begin": "It starts with",
        "about.english-only.command": "python app.py --backbone gemma-3-270m",
        "about.english-only.after": "(238 MB, after you have accepted its terms of use).",
        "memory.compressed": "compressed",
        "memory.verbatim": "verbatim",
        "loading.start": "Loading the model …",
        "loading.step": "Loading the model: {step} …",
        "loading.again": "Try again",
        # Own or shared edits
        "store.label": "Edits in use",
        "store.own": "My own edits",
        "store.shared": "The shared edits",
        "store.pool": "The pool “{name}” ({number} edits)",
        "store.pool.note": "Answers come from the pool “{name}” alone: {number} edits, which nobody changes here. Your "
        "own edits stay as they are, and take no part.",
        "store.shared.note": "Everyone who opens the shared edits sees them, and every change counts for all.",
        "store.release.note": "Answers come from the release “{release}” alone, with its own setting. What you change "
        "in the edits acts once it is released.",
        "store.stranger": "Only people with an account here see this.",
        "store.name": "Your name",
        "store.name.placeholder": "visitor",
        "store.name.hint": "Stands beside what you change and ask there. Nobody checks it; this browser keeps it.",
        # Tabs
        "tab.edits": "1 · Edits",
        "tab.ask": "2 · Ask",
        "tab.why": "3 · Why",
        "tab.about": "About",
        # The queue for the model, and jobs
        "queue.next": "Waiting for the model: you are next.",
        "queue.before.one": "Waiting for the model: 1 request before you.",
        "queue.before.other": "Waiting for the model: {number} before you.",
        "job.compress": "Preparing edits",
        "job.ask": "Asking the questions of {title}",
        "job.evaluate": "Evaluating {title}",
        "job.gate": "Testing the release {title}",
        "job.running": "{name} · {done} of {total}",
        "job.left.seconds": " · about {number} s left",
        "job.left.minutes": " · about {number} minutes left",
        "job.done": "Done: {done} of {total}.",
        "job.stopped": "Stopped: {done} of {total} done.",
        "job.failed": "Failed: {done} of {total} done.",
        "job.stop": "Stop",
        "job.resume": "Go on",
        "job.forget": "Take this from the list",
        # Between two sentences
        "sentences.between": " ",
        # Lists of what is quoted
        "list.between": ", ",
        "list.quoted": "“{text}”",
        # Shares
        "percent.almost-none": "under 1%",
        "percent.almost-all": "over 99%",
        "percent": "{value}%",
    }
    | ACCESS_TABLE
    | ABOUT_TABLE
    | EDITS_TABLE
    | DOCUMENTS_TABLE
    | EDIT_TESTS_TABLE
    | ASK_TABLE
    | WHY_TABLE
    | COMPARE_TABLE
    | CONFLICTS_TABLE
    | COSTS_TABLE
    | REPORT_TABLE
    | REVIEW_TABLE
    | TUNE_TABLE
    | LOGGED_TABLE
    | PILOT_TABLE
    | RELEASES_TABLE
)
