"""`ask`: one question, with edits in force."""

from __future__ import annotations

from rich.table import Table

from app.commands.editing import open_with_edits, used_edits
from app.commands.options import (
    AsJson,
    EditOptions,
    PolicyName,
    PoolFolder,
    Question,
    ReadingOptions,
    ReleaseName,
    chosen_settings,
)
from app.commands.output import print_json, results, shown


def ask(
    question: Question,
    *,
    given: EditOptions,
    pool: PoolFolder = None,
    policy: PolicyName = None,
    release: ReleaseName = None,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Ask a question, with the store's edits if none are given; shows both answers and the edits that were used."""
    settings = chosen_settings(store=given.store, release=release, **vars(model))
    opened = open_with_edits(settings, given, policy, folder=pool)
    asked = opened.ask(question, policy)
    answer = asked.answer
    used = used_edits(answer)
    if as_json:
        print_json(
            {
                "answer": answer.text,
                "original_answer": answer.original,
                "edits": used,
                "zero_weight": answer.evidence.selection.zero_weight,
                "policy": answer.policy.describe(),
                "timings": answer.timings,
                "release": asked.release or None,
                "id": asked.logged or None,
            }
        )
    else:
        from app.explain.sentence import sentence

        console = results()
        table = Table.grid(padding=(0, 2))
        table.add_row("Answer", shown(answer.text, "bold"))
        table.add_row("Without edits", shown(answer.original))
        console.print(table)
        console.print(shown(sentence(answer)))
        seconds = ", ".join(f"{name.replace('_', ' ')} {value:.2f} s" for name, value in answer.timings.items())
        console.print(shown(seconds, "dim"))
    opened.require_no_faults()
