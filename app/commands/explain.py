"""`explain`: why an answer came out as it did, as numbers and, if wanted, as raw arrays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from app.commands.editing import Opened, open_with_edits
from app.commands.options import (
    AdapterName,
    AsJson,
    Backbone,
    Device,
    Files,
    MemoryKind,
    PolicyName,
    PrecisionKind,
    Question,
    StoreUrl,
    Texts,
    chosen_settings,
    require_writable_place,
)
from app.commands.output import print_json, results, shown
from app.commands.tensors import save_answer

if TYPE_CHECKING:
    import pandas as pd

    from app.explain.views import ReadingView
    from app.model import Answer
    from app.service import Asked

SHOWN = 10
"""Edits listed for people; `--json` has all."""


def explain(
    question: Question,
    edits: Files = None,
    edit: Texts = None,
    store: StoreUrl = None,
    tensors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the raw arrays: selection, attention (safetensors).")
    ] = None,
    policy: PolicyName = None,
    memory: MemoryKind = None,
    backbone: Backbone = None,
    adapter: AdapterName = None,
    device: Device = None,
    precision: PrecisionKind = None,
    as_json: AsJson = False,
) -> None:
    """Ask, then show the selection, the attention on each edit, and what changes without each edit read."""
    require_writable_place(tensors)
    settings = chosen_settings(
        store=store, backbone=backbone, adapter=adapter, memory=memory, device=device, precision=precision
    )
    opened = open_with_edits(settings, edit, edits, shared=store is not None)
    asked = opened.ask(question, policy)
    changes = _changes_without(opened, asked)
    if tensors is not None:
        save_answer(asked.answer, tensors)
    if as_json:
        print_json(_as_dict(asked.answer, changes) | {"tensors": None if tensors is None else str(tensors)})
    else:
        _show(asked.answer, changes)
        if tensors is not None:
            results().print(shown(f"Raw arrays in {tensors}"))
    opened.require_no_faults()


def _changes_without(opened: Opened, asked: Asked) -> dict[str, float]:
    """Edit read → change in the answer's log-probability (nats) that it makes, by leaving it out."""
    if asked.pool is None or not asked.answer.evidence.selection.chosen:
        return {}
    frame = opened.workbench.model().leave_one_out(asked.answer, asked.pool)
    return dict(zip(frame["edit_id"], frame["change_in_log_probability"].astype(float), strict=True))


def _as_dict(answer: Answer, changes: dict[str, float]) -> dict[str, Any]:
    from app.explain.sentence import sentence
    from app.explain.views import reading_view

    frame = answer.evidence.by_edit()
    return {
        "question": answer.question,
        "answer": answer.text,
        "original_answer": answer.original,
        "sentence": sentence(answer),
        "policy": answer.policy.describe(),
        "selection": _selection(frame, changes),
        "reading": _reading(reading_view(answer)),
        "timings": answer.timings,
    }


def _selection(frame: pd.DataFrame, changes: dict[str, float]) -> dict[str, Any]:
    """The zero gist, then every edit, the heaviest first."""
    rows = [
        {
            "id": str(row["edit_id"]),
            "text": str(row["text"]),
            "logit": float(row["logit"]),
            "weight": float(row["weight"]),
            "read": bool(row["read"]),
            "mass": float(row["mass"]),
            "change_in_log_probability": changes.get(row["edit_id"]),
        }
        for row in frame.to_dict("records")
    ]
    return {"zero": {"logit": rows[0]["logit"], "weight": rows[0]["weight"]}, "edits": rows[1:]}


def _reading(view: ReadingView | None) -> dict[str, Any] | None:
    """Attention of each answer token, mean over layers and heads; None where no edit was read."""
    if view is None:
        return None
    return {
        "tokens": view.tokens,
        "sequence": view.self_mass.tolist(),
        "edits": [
            {
                "id": columns.edit_id,
                "slots": view.slot_labels[columns.start : columns.stop],
                "mass": view.mass[:, columns.start : columns.stop].tolist(),
            }
            for columns in view.edits
        ],
    }


def _show(answer: Answer, changes: dict[str, float]) -> None:
    """The answers, one sentence, and the nearest edits in a table."""
    from app.explain.sentence import sentence

    console = results()
    lines = Table.grid(padding=(0, 2))
    lines.add_row("Answer", shown(answer.text, "bold"))
    lines.add_row("Without edits", shown(answer.original))
    console.print(lines)
    console.print(shown(sentence(answer)))
    table = Table("Edit", "Weight", "Attention", "Change without it", caption="Change: in log-probability, nats.")
    frame = answer.evidence.by_edit()
    for row in frame[: SHOWN + 1].to_dict("records"):
        change = changes.get(row["edit_id"])
        table.add_row(
            shown(str(row["text"]), "bold" if row["read"] else ""),
            f"{row['weight']:.1%}",
            f"{row['mass']:.1%}" if row["read"] else "",
            "" if change is None else f"{change:+.2f}",
        )
    console.print(table)
    if len(frame) > SHOWN + 1:
        console.print(f"… and {len(frame) - SHOWN - 1:,} more edits")
