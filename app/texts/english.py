"""English. Keys by place on the page; `{names}` are filled in; `.one` and `.other` are for numbers."""

from __future__ import annotations

from types import MappingProxyType

from app.texts.english_about import ABOUT_TABLE
from app.texts.english_ask import ASK_TABLE
from app.texts.english_report import REPORT_TABLE
from app.texts.english_why import WHY_TABLE

TABLE = MappingProxyType(
    {
        # Header
        "page.title": "InComeS workbench",
        "page.promise": "Correct what a language model says by typing the facts as they should be – "
        "and see afterwards which of them it used.",
        "about.adapter": "Adapter {name}",
        "about.no-adapter": "Without adapter",
        "about.no-adapter.hint": "No adapter fits this model: edits are read word for word and found by "
        "sentence similarity. Answers are less exact.",
        "about.memory.compressed": "Compressed memory",
        "about.memory.compressed.hint": "Each edit is compressed into a few gist slots, which the answer attends to.",
        "about.memory.verbatim": "Verbatim memory",
        "about.memory.verbatim.hint": "All tokens of an edit are kept and attended to: more exact, more memory.",
        "about.backbone.hint": "The language model that answers. Its weights never change.",
        "about.compute": "{precision} on {device}",
        "about.compute.hint": "Number format and device in use.",
        "loading.start": "Loading the model …",
        "loading.step": "Loading the model: {step} …",
        "loading.again": "Try again",
        # Own or shared edits
        "store.label": "Edits in use",
        "store.own": "My own edits",
        "store.shared": "The shared edits",
        "store.shared.note": "Everyone who opens the shared edits sees them, and what you change is changed for all.",
        # Tabs
        "tab.edits": "1 · Edits",
        "tab.ask": "2 · Ask",
        "tab.why": "3 · Why",
        "tab.about": "About",
        # The queue for the model, and jobs
        "queue.next": "Waiting for the model: you are next.",
        "queue.before.one": "Waiting for the model: 1 request before you.",
        "queue.before.other": "Waiting for the model: {number} before you.",
        "job.compress": "Compressing edits",
        "job.ask": "Asking the questions of {title}",
        "job.evaluate": "Evaluating {title}",
        "job.running": "{name} · {done} of {total}",
        "job.left.seconds": " · about {number} s left",
        "job.left.minutes": " · about {number} minutes left",
        "job.done": "Done: {done} of {total}.",
        "job.stopped": "Stopped: {done} of {total} done.",
        "job.failed": "Failed: {done} of {total} done.",
        "job.stop": "Stop",
        "job.resume": "Go on",
        "job.forget": "Take this from the list",
        # Edits
        "edits.add.heading": "Add edits",
        "edits.type.label": "One fact a line, as a whole sentence",
        "edits.type.placeholder": "The refund period is 45 days.\nThe capital of France is Lyon.",
        "edits.add": "Add",
        "edits.demo": "Use the 20 demo edits",
        "edits.upload": "Upload a file",
        "edits.upload.hint": "CSV, TSV, JSONL or TXT, up to {most} MB. Tables need a column named “edit” or “text”.",
        "edits.privacy": "Only you see your edits. They are kept in memory for {hours} hours after their last use.",
        "edits.list.heading.one": "Your edits · {number}",
        "edits.list.heading.other": "Your edits · {number}",
        "edits.list.empty": "No edits yet. Type one, upload a file, or begin with the demo edits.",
        "edits.remove": "Remove this edit",
        "edits.clear": "Remove all",
        "edits.clear.confirm": "Remove all edits of this session?",
        "edits.state.ready": "ready",
        "edits.state.waiting": "waiting",
        "edits.previous": "Previous",
        "edits.next": "Next",
        "edits.page": "{first}–{last} of {number}",
        "edits.waiting": "Waiting for the model …",
        "edits.compressing": "Compressing {done} of {total} …",
        "edits.stopped": "Stopped. {done} of {total} are ready, the others wait in the list.",
        "edits.added.one": "1 edit added and ready.",
        "edits.added.other": "{number} edits added and ready.",
        "edits.repeated.one": "1 was there already.",
        "edits.repeated.other": "{number} were there already.",
        "edits.nothing": "There is no text to add.",
        "edits.nothing-new": "Nothing new to add.",
        "edits.ask-next": "Ask about them",
        "faults.heading.one": "1 row cannot be used",
        "faults.heading.other": "{number} rows cannot be used",
        "faults.row": "Row",
        "faults.text": "Text",
        "faults.reason": "Reason",
        "faults.empty": "(empty)",
        "faults.more.other": "… and {number} more.",
        "faults.more.one": "… and 1 more.",
        "proposal.heading.one": "1 new edit found",
        "proposal.heading.other": "{number} new edits found",
        "proposal.flagged.one": "1 seems to be in another language than the adapter was made for ({languages}). "
        "It may compress badly.",
        "proposal.flagged.other": "{number} seem to be in another language than the adapter was made for "
        "({languages}). They may compress badly.",
        "proposal.first": "The first of them:",
        "proposal.others": "The others:",
        "language.en": "English",
        "language.ja": "Japanese",
        "proposal.accept.one": "Add 1 edit",
        "proposal.accept.other": "Add {number} edits",
        "proposal.without-flagged.one": "Add only the other one",
        "proposal.without-flagged.other": "Add only the other {number}",
        "proposal.discard": "Discard",
        "proposal.discarded": "Discarded. Your edits are as they were.",
        "percent.almost-none": "under 1%",
        "percent.almost-all": "over 99%",
        "percent": "{value}%",
    }
    | ABOUT_TABLE
    | ASK_TABLE
    | WHY_TABLE
    | REPORT_TABLE
)
