"""English, for the tab *Ask*."""

from __future__ import annotations

ASK_TABLE = {
    # Ask
    "ask.label": "Question, or the beginning of a sentence",
    "ask.placeholder": "How many days do I have to return something?",
    "ask.ask": "Ask",
    "ask.stop": "Stop",
    "ask.examples": "Questions about the demo edits",
    "ask.examples.more.one": "1 more",
    "ask.examples.more.other": "{number} more",
    "ask.no-edits": "There are no edits yet, so the model answers as it always does. Add some under Edits first.",
    "ask.empty": "The answer with your edits will stand here, beside the model's own.",
    "ask.edited": "With your edits",
    "ask.original": "The model's own answer",
    "ask.unchanged": "no edit read",
    "ask.no-adapter": "without adapter",
    "ask.no-text": "(no text)",
    "ask.waiting": "…",
    "ask.stopped": "Stopped.",
    "ask.used.one": "Edit used",
    "ask.used.other": "Edits used",
    "ask.used.weight": "weight {weight}",
    "ask.used.mass": "{mass} of the attention",
    "ask.footnote": "Policy “{policy}” · {seconds} s",
    "ask.why": "See why",
}
