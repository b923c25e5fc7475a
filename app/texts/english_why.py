"""English, for the tab *Why*: pictures, the sentence, what stands in no edit, sureness."""

from __future__ import annotations

WHY_TABLE = {
    # Why
    "why.empty": "Ask a question first: then this page shows which edits were considered, and what the answer's "
    "words attended to.",
    "why.question": "Question",
    "why.answer": "Answer",
    "why.selection.heading": "Selection: which edit fits the question",
    "why.selection.note": "Each edit competes with the zero gist, which stands for “no edit applies” and draws "
    "the dotted line. Bars that cross the line fit the question; striped ones were read.",
    "why.selection.left-out.one": "1 more edit is further away and not shown.",
    "why.selection.left-out.other": "{number} more edits are further away and not shown.",
    "why.reading.heading": "Reading: what each word of the answer attended to",
    "why.reading.note": "Rows are the answer's tokens. Blue columns are the edit's slots; the grey column is the "
    "question and the answer so far. Each row adds up to 100%.",
    "why.reading.none": "No edit was read for this answer, so there is nothing to show here: the model answered "
    "on its own.",
    "why.layer": "Layer",
    "why.head": "Head",
    "why.layer.mean": "Mean of all",
    "why.head.mean": "Mean of all",
    "why.layer.one": "Layer {number}",
    "why.head.one": "Head {number}",
    "why.without.heading": "Without it: what each edit changed",
    "why.without.note": "The same answer is scored again with one edit left out. The larger the number, the more "
    "likely that edit made the answer; near zero, it made no difference.",
    "why.without.edit": "Edit left out",
    "why.without.change": "Log-probability with it minus without it (nats)",
    "why.without.instead": "Read in its place",
    "why.report": "Download the evidence report",
    "why.without.others": "only the other edits read",
    "why.without.nothing": "no edit",
    # Pictures
    "selection.zero": "Zero gist: no edit applies",
    "selection.columns": "logit · weight",
    "selection.numbers": "{logit} · {weight}",
    "selection.hover": "logit {logit}, weight {weight}",
    "selection.hover.read": "logit {logit}, weight {weight}, read",
    "reading.itself": "itself",
    "reading.hover.itself": "“{token}” attended to the question and the answer so far: <b>{mass}</b>",
    "reading.hover.slot": "“{token}” attended to {slot}: <b>{mass}</b><br><br>{edit}",
    # The sentence
    "sentence.empty": "There were no edits to choose from: this is the model's own answer.",
    "sentence.empty.withheld": "There are no edits to answer from, so no answer is given.",
    "sentence.none.withheld": "No edit covers the question: the nearest, “{nearest}” (weight {weight}), was not "
    "near enough beside “no edit applies” ({zero}){sure}, so no answer is given.",
    "sentence.none": "No edit was read: the nearest, “{nearest}” (weight {weight}), was not near enough beside “no "
    "edit applies” ({zero}){sure}, so this is the model's own answer.",
    "sentence.none.sure": ", and it is {sure} sure that no edit covers the question",
    "sentence.one": "The answer used “{edit}” ({how})",
    "sentence.idle": "The answer read “{edit}” ({how}), but would have been about as likely without it",
    "sentence.several": "The answer used {number} edits: {edits}",
    "sentence.several.named": "Of the {number} edits that it read, the answer used “{edit}” most ({how})",
    "sentence.several.idle": "The answer read {number} edits, but would have been about as likely without any one "
    "of them",
    "sentence.elsewhere.selection": ", although another of them fits the question better",
    "sentence.elsewhere.attention": ", although it attended more to another of them",
    "sentence.elsewhere.both": ", although another of them fits the question better and was attended to more",
    "sentence.weight": "weight {weight}",
    "sentence.sure": "{sure} sure",
    "sentence.near": "“{nearest}” was near, but not read ({weight})",
    "sentence.nothing-near": "no other edit was near",
    "sentence.zero-near": "no other edit was near, but “no edit applies” was ({weight})",
    "sentence.without-it": "without it the model would have said “{own}”",
    "sentence.without-it.same": "without it the model would have said the same",
    "sentence.without": "without edits the model says “{own}”",
    "sentence.without.same": "without edits the model says the same",
    "sentence.instead": "without it, {edits} would have been read in its place, and without any edit the "
    "model says “{own}”",
    "sentence.instead.same": "without it, {edits} would have been read in its place, and without any edit "
    "the model says the same",
    "sentence.between": "; ",
    "sentence.end": "{clauses}.",
    # What stands in no edit
    "unsupported.hint": "Stands in no edit that was read",
    "unsupported.note": "Stands in no edit that was read: {claims}. Check it before you rely on it.",
    # How sure an answer is
    "sureness.tag": "{called} · {sure}",
    "sureness.hint": "Measured: of answers with the same signs, so many said what the edit says.",
    "sureness.none": "sureness not calibrated",
    "sureness.sure": "sure",
    "sureness.fairly sure": "fairly sure",
    "sureness.unsure": "unsure",
    "sureness.not calibrated": "not calibrated",
}
