"""English, for the evidence report: read by people who know neither the workbench nor its makers."""

from __future__ import annotations

REPORT_TABLE = {
    "report.title": "Why the model answered as it did",
    "report.subtitle": "Evidence report of the InComeS workbench, for one question answered on {given}",
    "report.about": "A language model was given statements to hold as true, called edits. For each question the "
    "workbench first selects the edit that fits it, if one does; the model reads that edit while it writes. This "
    "report says which edit that was, and how that is known. The last section explains the words.",
    "report.question": "Question",
    "report.answer": "Answer",
    "report.own": "The model's own words, without any edit",
    "report.own.same": "(the same)",
    "report.answer.withheld": "(none given)",
    "report.own.withheld": "(not asked: answers were to come from edits only)",
    "report.verdict.withheld": "No edit covers the question, so no answer was given.",
    "report.verdict.none": "No edit was used. The model answered on its own.",
    "report.verdict.one": "Edit used:",
    "report.verdict.several": "Edit used most, of {number} that were read:",
    "report.verdict.idle": "Read, but without effect on the answer:",
    "report.sureness": "How sure",
    "report.sureness.none": "Not calibrated: how often such answers are right has not been measured for this model and "
    "setting, so no probability is given.",
    "report.sureness.read": "{sure}, {called}, that the answer says what the edit says: in tests so many of the "
    "answers that looked like this one did. Whether the edit itself is true is not judged.",
    "report.sureness.unread": "Of the answer itself: not judged, it is the model's own. That no edit covers the "
    "question: {sure}, {called}; in tests so many of the questions that looked like this one were covered by none. "
    "See below whether an edit listed as near would have fitted after all.",
    "report.unsupported": "Checked against the edits",
    "report.unsupported.some": "In no edit that was read, and marked “?” above:",
    "report.unsupported.nothing": "Not checked, please compare: whether the edit is about what the question asks (per "
    "mile or per kilometre, this year or last). Checked: every number, date, code and name in the answer stands in an "
    "edit that was read.",
    "report.unsupported.no-edit": "No edit was read, so nothing here comes from one.",
    "report.read.heading.one": "The edit that was read",
    "report.read.heading.other": "The {number} edits that were read",
    "report.read.note": "The whole text, as the model read it.",
    "report.edit": "Edit",
    "report.id": "id {id}",
    "report.version": "version {version}",
    "report.weight": "How near",
    "report.attention": "Attention",
    "report.change": "Change without it (nats)",
    "report.instead": "Read in its place",
    "report.instead.none": "none: the model would have answered without edits",
    "report.instead.others": "only the others above",
    "report.change.note": "The change tells most: the same answer was scored again with this edit left out. +0.7 means "
    "that the edit made the answer twice as likely, +2.3 ten times, +4.6 a hundred times, more than that over a "
    "hundred times; near 0 it made no difference. How near: the edit's share in the selection below. Attention: the "
    "part of the model's attention that went to it while the answer was written; a fifth is much.",
    "report.selection.heading": "Selection: which edit fits the question",
    "report.selection.note": "The longer the bar, the nearer the edit is to the question. The upright line is “no edit "
    "applies”. Filled bars were read.",
    "report.selection.gated": "Where no bar passes the line, no edit is read.",
    "report.selection.margin": "Where no bar passes the line by more than {margin} in the score, no edit is read.",
    "report.selection.behind": "An edit may be read even where its bar falls short of the line, by up to {margin} "
    "in the score.",
    "report.selection.threshold": "Each of them must be near by at least {threshold}.",
    "report.selection.ungated": "With this setting edits are read even where no bar passes the line.",
    "report.selection.most.one": "This setting lets one edit be read at most, the nearest.",
    "report.selection.most.other": "This setting lets {number} edits be read at most, the nearest.",
    "report.nearness": "Nearness to the question",
    "report.logit": "Score",
    "report.read": "Read",
    "report.yes": "yes",
    "report.left-out.one": "1 more edit is further away and not listed.",
    "report.left-out.other": "{number} more edits are further away and not listed.",
    "report.reading.heading": "Reading: what each piece of the answer attended to",
    "report.reading.note": "One row for each token of the answer. Each row adds up to 100%: a part on the question "
    "and the answer so far, the rest on the edit, in all and part by part. Mean over all layers and heads that "
    "read.",
    "report.reading.note.zero": "One row for each token of the answer. Each row adds up to 100%: a share on “no "
    "edit applies”, the rest on the edits, in all and part by part. Mean over all layers and heads that read.",
    "report.reading.none": "No edit was read, so there is nothing to show here.",
    "report.token": "Token",
    "report.itself": "Question and answer so far",
    "report.zero": "No edit applies",
    "report.grid.note": "Columns are the edits read, by their numbers. Each cell is the share of attention on all "
    "parts of the edit, as a mean over the other two of tokens, layers and heads.",
    "report.again.heading": "To get this answer again",
    "report.again.note": "With the same program, backbone and adapter, and the edits that were read. The other edits "
    "in force do not change the answer; without them the figures of the selection differ:",
    "report.again.unread": "With the same program, backbone and adapter. No edit was read, so none is given:",
    "report.again.withheld": "No answer was given, so there is none to get again. The selection above was made with:",
    "report.prompt": "Prompt",
    "report.policy": "Setting (policy)",
    "report.policy.value": "{name}: {values}",
    "report.backbone": "Backbone",
    "report.fingerprint": "Its fingerprint",
    "report.adapter": "Adapter",
    "report.adapter-weights": "Its sha256",
    "report.precision": "Precision",
    "report.precision.value": "{precision} on {device}",
    "report.memory": "Memory",
    "report.pool": "Edits in force",
    "report.pool.value.one": "{number}",
    "report.pool.value.other": "{number}",
    "report.not-ready": "Not in force yet",
    "report.not-ready.value.one": "1 edit: it was not compressed yet when the question was asked, and took no part",
    "report.not-ready.value.other": "{number} edits: they were not compressed yet when the question was asked, and "
    "took no part",
    "report.longest": "Longest answer, tokens",
    "report.program": "Program, commit",
    "report.libraries": "Libraries",
    "report.machine": "Processor",
    "report.given": "Answered",
    "report.made": "Report made",
    "report.seal": "Seal, sha256",
    "report.none": "none",
    "report.words.heading": "What the words mean",
    "report.word.edit": "Edit",
    "report.word.edit.meaning": "A statement that the model is to hold as true. Its id is made from its text.",
    "report.word.backbone": "Backbone, adapter",
    "report.word.backbone.meaning": "The language model, whose weights are never changed, and what was trained "
    "beside it so that it can read edits.",
    "report.word.memory": "Memory",
    "report.word.memory.meaning": "Compressed: of each edit the model reads a few parts. Verbatim: all its tokens.",
    "report.word.policy": "Setting, policy",
    "report.word.policy.meaning": "The rule of selection: whether “no edit applies” can win (gate), by how much an "
    "edit must be ahead of it (margin), and how many edits may be read (top_k, threshold, cap).",
    "report.word.selection": "Selection",
    "report.word.selection.meaning": "The decision, before the answer, which edit is read. If none fits, the model "
    "answers exactly as it would without edits.",
    "report.word.logit": "Score (logit)",
    "report.word.logit.meaning": "How near an edit is to the question, as a number without unit. Only differences "
    "mean something.",
    "report.word.weight": "How near (weight)",
    "report.word.weight.meaning": "The scores as shares that add up to 100% over all edits and “no edit applies” (a "
    "softmax).",
    "report.word.zero": "No edit applies (zero gist)",
    "report.word.zero.meaning": "A learned competitor of all edits. Where it wins, the untouched model answers.",
    "report.word.attention": "Attention",
    "report.word.attention.meaning": "Where the model looked while it wrote. It shows the place, not the effect.",
    "report.word.token": "Token, part",
    "report.word.token.meaning": "A token is a piece of text that the model writes at once; ␣ is a space. A part "
    "(gist slot) is one of the few places that hold a compressed edit.",
    "report.word.change": "Change without it",
    "report.word.change.meaning": "The effect, measured: the answer's log-probability with the edit minus without "
    "it, in nats (natural logarithms: one nat is a factor of 2.7). Where an answer depends on an edit, this shows "
    "it.",
    "report.word.sureness": "How sure",
    "report.word.sureness.meaning": "A share measured on other questions with known answers: of those whose "
    "evidence looked like this one's (as near, as clearly ahead, as certain of its words), so many were right: they "
    "said what the edit says, or no edit covered the question. “Sure” begins where of all answers called sure in those "
    "tests at least 95% were right; that place was measured apart for answers that read an edit and those that read "
    "none, so 95% for a single answer may still be “fairly sure”. That begins at 75%, “unsure” is below.",
    "report.word.seal": "Seal",
    "report.word.seal.meaning": "The sha256 of the evidence as it stands at the end of this file, as JSON between "
    "the tags of the script element named “evidence”. Whoever changes a figure there changes the seal.",
}
