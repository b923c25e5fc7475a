"""`explain`: why an answer came out as it did, as numbers and, if wanted, as raw arrays or a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.commands.editing import open_with_edits
from app.commands.options import (
    AsJson,
    EditOptions,
    Language,
    PolicyName,
    PoolFolder,
    Question,
    ReadingOptions,
    chosen_settings,
    require_writable_place,
)
from app.commands.output import print_json, results, shown, write_whole
from app.commands.tensors import save_answer
from app.texts import Texts, in_language

if TYPE_CHECKING:
    from app.explain.account import Account

SHOWN = 10
"""Edits listed for people; `--json` has all."""


def explain(
    question: Question,
    *,
    given: EditOptions,
    tensors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the raw arrays: selection, attention (safetensors).")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the evidence report: one HTML file that needs no other.")
    ] = None,
    language: Language = "en",
    pool: PoolFolder = None,
    policy: PolicyName = None,
    model: ReadingOptions,
    as_json: AsJson = False,
) -> None:
    """Ask, then show the selection, the attention on each edit, and what changes without each edit read."""
    require_writable_place(tensors)
    require_writable_place(html)
    say = in_language(language)
    settings = chosen_settings(store=given.store, **vars(model))
    from app.explain.record import evidence_of
    from app.service.accounts import make_account, origin_of, report_on

    opened = open_with_edits(settings, given, folder=pool)
    asked = opened.ask(question, policy)
    answering = opened.workbench.model()
    account = make_account(answering, asked)
    report = None if html is None else report_on(answering, asked, account, say)
    if report is not None and html is not None:
        write_whole(html, report.content)
    if tensors is not None:
        save_answer(asked.answer, tensors)
    if as_json:
        files = {name: None if path is None else str(path) for name, path in (("tensors", tensors), ("html", html))}
        sealed = None if report is None else report.sha256
        print_json({**evidence_of(account), "origin": origin_of(answering, asked), **files, "evidence_sha256": sealed})
    else:
        _show(account, say)
        for what, path in (("Raw arrays", tensors), ("The report is", html)):
            if path is not None:
                results().print(shown(f"{what} in {path}"))
    opened.require_no_faults()


def _show(account: Account, say: Texts) -> None:
    """The answers, one sentence, and the nearest edits in a table."""
    answer, console = account.answer, results()
    lines = Table.grid(padding=(0, 2))
    lines.add_row("Answer", shown(answer.text, "bold"))
    lines.add_row("Without edits", shown(answer.original))
    if account.unsupported:
        lines.add_row("In no edit read", shown(", ".join(claim.text for claim in account.unsupported), "yellow"))
    probability = account.sureness.probability
    sure = account.sureness.called + ("" if probability is None else f", {probability:.0%}")
    lines.add_row("How sure", shown(sure))
    console.print(lines)
    console.print(shown(account.sentence(say)))
    table = Table("Edit", "Weight", "Attention", "Change without it", caption="Change: in log-probability, nats.")
    changes = {change.edit_id: change.nats for change in account.changes or ()}
    for row in answer.evidence.by_edit(SHOWN).to_dict("records"):
        change = changes.get(str(row["edit_id"]))
        table.add_row(
            shown(str(row["text"]), "bold" if row["read"] else ""),
            f"{row['weight']:.1%}",
            f"{row['mass']:.1%}" if row["read"] else "",
            "" if change is None else f"{change:+.2f}",
        )
    console.print(table)
    more = len(answer.evidence.selection.edit_ids) - SHOWN
    if more > 0:
        console.print(f"… and {more:,} more edits")
