"""English of tuning: its sentence and its page, and saved policies where they are offered."""

from __future__ import annotations

TUNE_TABLE = {
    # The sentence
    "tune.chosen": "Of the settings that change at most {most}% of what must stay as it is, “{policy}” answers most "
    "questions right: of 100 questions that an edit covers, {right} as the edit says ({low} to {high} with 95% "
    "confidence; {n} questions); of 100 that no edit covers, an edit changes {changed} ({from_} to {to}; {stays} "
    "questions).",
    "tune.none": "Every setting changes more than {most}% of what must stay as it is: the fewest are {least}%.",
    "tune.usual": "The usual setting: {right} and {changed}.",
    "tune.checked": "The same rule, chosen on one half of the records and measured on the other, gives {right} "
    "({low} to {high}) and {changed} ({from_} to {to}): expect these on new questions.",
    "tune.unchecked": "There were too few records to check the choice on others.",
    "tune.slots.one": "The adapter was trained for {names} gist slots an edit alone, so fewer were not tried.",
    "tune.slots.other": "Tried with {names} gist slots an edit, as the adapter was trained for.",
    "tune.slots.verbatim": "Edits are read verbatim, so gist slots were not tried.",
    "tune.slots.asked": "Tried with {names} gist slots an edit, as was asked; the adapter was trained for {trained}.",
    "tune.sample": "A try-out on the few records that ship with the program: no basis for a choice.",
    # The page
    "tune.title": "Tuning: how readily edits are used",
    "tune.tradeoff": "The trade-off",
    "tune.tradeoff.note": "Each mark is a setting. Further up, more questions that an edit covers are answered by it; "
    "further right, more answers change that no edit is about. No setting beats those on the line. The dotted upright "
    "is what was allowed; the bars are 95% intervals. Settings that change more than {widest}% are not drawn.",
    "tune.axis.efficacy": "answered as the edit says, in %",
    "tune.axis.unwanted": "unwanted changes, in %",
    "tune.family.one": "one edit at most",
    "tune.family.some": "{number} edits at most",
    "tune.family.threshold": "edits of weight {weight} and more",
    "tune.family.no-gate": "always an edit",
    "tune.front": "unbeaten",
    "tune.mark.chosen": "chosen",
    "tune.mark.default": "usual",
    "tune.slots.mark": "{policy}, {slots} slots",
    "tune.use": "Can the weight of an edit be taken at its word?",
    "tune.use.note": "Questions in ten groups by the weight that “{policy}” gives the nearest edit, against how often "
    "that edit is the one that the question is about. On the dotted line the weight is the probability; the mean "
    "distance from it is {error}.",
    "tune.use.counts": "Of {questions} questions, {used_right} used the right edit, {used_wrong} used an edit that "
    "they are not about, {missed} did not use the right edit though it was the "
    "nearest, and {left_alone} rightly used none.",
    "tune.axis.weight": "weight of the nearest edit: edit used",
    "tune.axis.right": "it is the one asked about: edit right",
    "tune.use.exact": "weight = share",
    "tune.use.group": "ten groups",
    "tune.table": "Unbeaten settings",
    "tune.table.setting": "Setting",
    "tune.table.slots": "Slots",
    "tune.table.efficacy": "Right, %",
    "tune.table.unwanted": "Unwanted changes, %",
    "tune.table.read": "Edits read",
    "tune.kinds": "The setting by kind of question",
    "tune.table.suite": "Suite",
    "tune.table.kind": "Questions",
    "tune.table.share": "Right or left as it was, %",
    "tune.table.usual": "Usual setting, %",
    "tune.made": "What was measured",
    "tune.made.asked": "{suite}: {records} records, {questions} questions",
    "tune.made.pool": "Edits in force at once: {pool}. Seed: {seed}. Settings tried: {settings}. Commit of the "
    "program: {commit}.",
    "tune.made.rule": "The rule: of the settings whose unwanted changes do not exceed {most}%, the highest efficacy; "
    "then the fewest unwanted changes; then the fewest edits read; then temperature and margin nearest to 1 and 0.",
    "tune.versions": "Versions and checksums",
    # A saved policy
    "saved.label": "Or a setting of your own",
    "saved.none": "as the slider says",
    "saved.figures": "“{name}”, tuned on {suites} ({records} records, {pool} edits at once): of the questions that an "
    "edit covers, {right} are answered as it says ({low} to {high}); of those that none covers, {changed} are changed "
    "all the same ({from_} to {to}).",
    "saved.flattering": "Measured on the questions that it was chosen on, which flatters it.",
    "saved.checked": "Measured on records that had no part in the choice.",
    "saved.elsewhere": "It was measured with {memory} memory and {slots} parts (gist slots) an edit; this model is "
    "set otherwise, so "
    "these figures may not hold.",
    "saved.hidden.one": "1 saved setting is for another model or cannot be read.",
    "saved.hidden.other": "{number} saved settings are for another model or cannot be read.",
}
