"""English of the cost page: what a month of edits takes in computation."""

from __future__ import annotations

COSTS_TABLE = {
    "costs.heading": "What a month costs",
    "costs.note": "The computation of a month by formula, of ours beside what people would use instead; nothing is "
    "run for "
    "it. The numbers behind it, with where they come from, stand below.",
    "costs.edits": "Edits in force",
    "costs.new-edits": "New edits a month",
    "costs.questions": "Questions a month",
    "costs.edit-tokens": "Length of an edit, in tokens (pieces of words)",
    "costs.parameters": "Parameters of the model, in millions",
    "costs.parameters.open": "The model that is open here has {number} million.",
    "costs.price": "Price of an hour of the machine (optional)",
    "costs.reckon": "Calculate",
    "costs.empty": "Give a number for each of the first five.",
    "costs.curve.note": "A PFLOP is 10¹⁵ operations, {hours} of the machine that is assumed below. New edits are "
    "taken to grow with the edits in force; all else is as above. Where the line of "
    "a prompt is level, the context is full, and further edits are left out.",
    "costs.constants": "The numbers behind it",
    "costs.constants.note": "“Measured” is taken from the comparison under “How good, how fast”, where it was made "
    "with the "
    "model that is open here. A token is a piece of a word; a FLOP is one operation of the machine. For engineers: the "
    "formulas stand in app/evaluation/cost_model.",
    "costs.no-questions": "Nobody asks anything, so there is nothing to compare.",
    "costs.ours.one": "With 1 edit in force and {questions} questions a month, ours takes {times} "
    "the computation of the model without edits.",
    "costs.ours.other": "With {number} edits in force and {questions} questions a month, ours takes {times} "
    "the computation of the model without edits.",
    "costs.listed": "{method}, {times}",
    "costs.others": "The others: {methods}.",
    "costs.left-out": "But the prompt has room for some of the edits only: {left_out} of {edits} are left out of it.",
    "costs.times": "{times} times",
    "costs.about-once": "about once",
    "costs.curve": "Computation a month, in PFLOP",
    # Methods
    "costs.method.backbone": "the model without edits",
    "costs.method.incomes": "ours (InComeS)",
    "costs.method.retrieval": "retrieval and prompt",
    "costs.method.prompt": "all edits in the prompt, read once",
    "costs.method.prompt-uncached": "all edits in the prompt, each time",
    "costs.method.retraining": "training the model anew",
    # The table
    "costs.hours": "{hours} hours",
    "costs.column.method": "Method",
    "costs.column.month": "PFLOP a month",
    "costs.column.taking-in": "PFLOP of it for new edits",
    "costs.column.times": "Times the model alone",
    "costs.column.hours": "Machine hours a month",
    "costs.column.price": "Price a month",
    "costs.column.once": "PFLOP once, to begin",
    "costs.column.held": "MB held of edits",
    "costs.column.left-out": "Edits left out",
    # The numbers behind it
    "costs.constants.name": "Number",
    "costs.constants.value": "Value",
    "costs.constants.source": "Where from",
    "costs.constant.question_tokens": "Length of a question",
    "costs.constant.answer_tokens": "Length of an answer",
    "costs.constant.room": "Room for edits in the prompt",
    "costs.constant.changes": "Times that the prompt's edits change",
    "costs.constant.retrieved": "Edits put in the prompt by retrieval",
    "costs.constant.embedder": "Size of the embedding model (all-MiniLM-L6-v2)",
    "costs.constant.embedding": "Width of an embedding",
    "costs.constant.slots": "Parts that an edit is compressed to (gist slots)",
    "costs.constant.selection": "Numbers by which an edit is matched with a question",
    "costs.constant.adapter_share": "What the adapter adds to the model",
    "costs.constant.trainings": "Trainings",
    "costs.constant.passes": "Passes over the edits in a training",
    "costs.constant.prompt_token_bytes": "Memory of a token that is kept of a prompt",  # nosec B105  # no password
    "costs.constant.retrieval_bytes": "Memory of an edit, retrieval",
    "costs.constant.incomes_bytes": "Memory of an edit, ours",
    "costs.constant.speed": "Useful speed of the machine",
    "costs.unit.tokens": "tokens",
    "costs.unit.month": "a month, at most",
    "costs.unit.edits": "at a time",
    "costs.unit.parameters": "parameters",
    "costs.unit.numbers": "numbers",
    "costs.unit.share": "of the model's parameters",
    "costs.unit.passes": "passes",
    "costs.unit.bytes": "bytes",
    "costs.unit.flop-second": "FLOP a second",
    "costs.source.measured": "measured",
    "costs.source.model": "the model that is open",
    "costs.source.assumed": "assumed",
}
