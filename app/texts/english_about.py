"""English, for the tab *About*: for people who want to know what they are using, engineers or not."""

from __future__ import annotations

ABOUT_TABLE = {
    "about.loading": "The model is still being loaded. Come back in a moment.",
    "about.answers": "What answers here",
    "about.backbone": "{name}, a language model with {millions} million parameters. Its weights are never changed: "
    "without edits, and for questions that no edit covers, it answers exactly as it always would.",
    "about.where.cpu": "It runs on this computer's processor.",
    "about.where.cuda": "It runs on this computer's graphics card.",
    "about.licence": "Its licence is {licence}.",
    "about.licence.unknown": "Its licence is that of the files you gave.",
    "about.trained": "The adapter {name} ({megabytes} MB, {languages}) was trained beside it for {hours} processor "
    "hours, so that it can compress edits, find the one that fits a question, and read it.",
    "about.paper": "The method: InComeS, arXiv 2505.22156",
    "about.well": "How well it works",
    "about.trials": "{number} edits of the kind that people write, noted down before the first answer; {right} were "
    "answered rightly:",
    "about.trial.edit": "Edit",
    "about.trial.question": "Question",
    "about.trial.expected": "Expected",
    "about.trial.answer": "Answer",
    "about.trial.result": "Result",
    "about.right": "right",
    "about.wrong": "wrong",
    "about.figures": "Measured figures, with their intervals",
    "about.figures.note": "Shares of answers that begin with what the edit says (efficacy: the edit's own question; "
    "paraphrase: in other words; portability: a question that builds on it), or that stay as they were "
    "(neighbourhood). In brackets the 95% interval; n is the number of questions.",
    "about.figure": "Figure",
    "about.value": "Value",
    "about.limits": "What it cannot do",
    "about.limits.unknown": "The adapter's card names no limits.",
    "about.data": "Where your data is",
    "about.data.private": "Your own edits, questions and answers are in this server's memory only. They are dropped "
    "{hours} hours after you last used them, and when the server stops. Nobody else sees them.",
    "about.data.shared.file": "The shared edits, and the questions asked with them, are kept in a file on this server "
    "until somebody deletes them.",
    "about.data.shared.server": "The shared edits, and the questions asked with them, are kept in a database server "
    "until somebody deletes them.",
    "about.data.shared.none": "There are no shared edits yet, so nothing is written to disk.",
    "about.data.uploads": "Uploaded files and reports are deleted from the server's temporary folder within 12 hours.",
    "about.data.nowhere": "Nothing is sent to anybody else: no telemetry, no outside service.",
    "about.details": "Details",
    "about.details.backbone": "Model and machine",
    "about.details.adapter": "Adapter",
    "about.details.versions": "Versions of the program and its libraries",
    "about.detail.family": "Architecture",
    "about.detail.family.value": "{family}, {layers} layers",
    "about.detail.fingerprint": "Fingerprint of the weights",
    "about.detail.precision": "Precision",
    "about.detail.device": "Device",
    "about.detail.made-for": "Made for",
    "about.detail.slots": "Gist slots of an edit, at most",
    "about.detail.layers": "Layers",
    "about.detail.layers.value": "selects and reads from layer {select} on, changed from layer {low} on",
    "about.detail.rank": "Rank of the updates",
    "about.detail.measured-in": "Measured in",
    "about.detail.licence": "Licence",
    "about.trained-on": "Trained on",
    "about.package": "Package",
    "about.version": "Version",
    "about.precision.set": "set by whoever started the workbench.",
    "about.precision.cuda": "4-bit weights, as on every graphics card.",
    "about.precision.measured-faster": "chosen because it is {ratio} times as fast as float32 on this processor.",
    "about.precision.measured-slower": "chosen because bfloat16 is only {ratio} times as fast on this processor.",
    "about.errors": "Error codes, and what to do about each",
}
