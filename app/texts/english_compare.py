"""English of comparisons: the tab *Compare*, its sentence, its costs, and the report of a comparison."""

from __future__ import annotations

COMPARE_TABLE = {
    "tab.compare": "Compare",
    # The sentence
    "compare.sample": "A try-out on the few records that ship with the program: no basis for a decision.",
    "compare.few": "Only {questions} questions: other questions could turn the order round.",
    "compare.no-ours": "Our method was not measured here, so nothing can be said about it.",
    "compare.ours.one": "With 1 edit, {method} answers {right} of 100 changed questions right "
    "({low} to {high} with 95% confidence; {questions} questions of {suite}).",
    "compare.ours.other": "With {number} edits, {method} answers {right} of 100 changed questions right "
    "({low} to {high} with 95% confidence; {questions} questions of {suite}).",
    "compare.behind": "Fewer are right with: {methods}.",
    "compare.ahead": "More are right with {method}, {right}: it is ahead of ours by {points} points.",
    "compare.undecided": "No difference can be told from: {methods} (the confidence intervals overlap).",
    "compare.kept": "Of 100 questions that no edit is about, it leaves {kept} answers as they were.",
    "compare.faster": "Its first word comes {times} times sooner than with all edits in the prompt.",
    "compare.slower": "Its first word comes {times} times later than with all edits in the prompt.",
    "compare.as-fast": "Its first word comes about as soon as with all edits in the prompt.",
    # Methods
    "compare.method.backbone": "backbone alone",
    "compare.method.prompt": "all edits in the prompt",
    "compare.method.prompt-uncached": "all edits in the prompt, read anew",
    "compare.method.oracle": "the right edit in the prompt (oracle)",
    "compare.method.bm25": "retrieval by words (BM25)",
    "compare.method.bm25-4": "retrieval by words (BM25, top 4)",
    "compare.method.minilm": "retrieval by meaning (MiniLM)",
    "compare.method.minilm-4": "retrieval by meaning (MiniLM, top 4)",
    "compare.method.minilm-tuned": "retrieval by meaning, reading trained",
    "compare.method.minilm-tuned-4": "retrieval by meaning (top 4), reading trained",
    "compare.method.lora": "fine-tuning (LoRA)",
    "compare.method.rome": "weight editing (ROME)",
    "compare.method.memit": "weight editing (MEMIT)",
    "compare.method.incomes": "ours (InComeS)",
    "compare.method.incomes-verbatim": "ours, verbatim memory",
    "compare.method.incomes-separate": "the paper's reader",
    # Figures
    "compare.metric.efficacy": "Changed questions answered right",
    "compare.metric.paraphrase": "The same, asked in other words",
    "compare.metric.portability": "Questions that follow from an edit",
    "compare.metric.neighbourhood": "Unrelated answers left as they were",
    "compare.metric.harmonic_mean": "Harmonic mean of these",
    "compare.cost.first_token_seconds": "Seconds to the first token",
    "compare.cost.tokens_a_second": "Tokens a second",
    "compare.cost.prepare_seconds_an_edit": "Seconds to take one edit in",
    "compare.cost.peak_memory_bytes": "Peak memory, bytes",
    "compare.cost.bytes_an_edit": "Bytes held of an edit",
    "compare.axis.pool": "edits in force",
    "compare.percent": "in %, with 95% intervals",
    "compare.table.method": "Method",
    "compare.table.pool": "Edits",
    "compare.table.records": "Records",
    # The report and the downloads
    "compare.report.title": "Comparison of {suites}",
    "compare.report.made": "What was measured, and how to measure it again",
    "compare.report.command": "Made by",
    "compare.report.versions": "Versions",
    "compare.report.seed": "Seed",
    "compare.report.commits": "Commit of the program",
    "compare.report.data": "Data",
    "compare.report.intervals": "Shares are in percent, with 95% bootstrap intervals in brackets. Methods are called "
    "different only where their intervals do not overlap. Answers are generated freely and judged by what they say.",
}
