"""A card and results of `evaluate --json`, made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.model.adapter_card import AdapterCard, Trial

FINGERPRINT = "ab" * 32


def card(**changes: Any) -> AdapterCard:
    """A card with one of everything that is written by hand."""
    stated: dict[str, Any] = {
        "name": "tiny-en",
        "backbone_name": "tiny",
        "backbone_fingerprint": FINGERPRINT,
        "family": "Llama",
        "languages": ["en"],
        "slots": 4,
        "select_from": 2,
        "low_rank_from": 1,
        "rank": 2,
        "alpha": 4.0,
        "figures": {"CounterFact efficacy, pool of 100, compressed": "80 %", "By hand": "6 of 10"},
        "trained_on": ["words"],
        "trained_hours": 1.5,
        "trials": [Trial(edit="a", question="b", expected="c", answer="d", right=False)],
        "limits": ["English only."],
        "licence": "Apache-2.0, like its backbone",
    }
    return AdapterCard.model_validate(stated | changes)


def share(value: float, n: int = 10) -> dict[str, float | int]:
    return {"value": value, "low": max(0.0, value - 0.1), "high": min(1.0, value + 0.1), "n": n}


def row(method: str = "incomes", pool: int = 100, efficacy: float = 0.9, **more: Any) -> dict[str, Any]:
    """One method at one size of pool."""
    memory = {"incomes": "compressed", "incomes-verbatim": "verbatim"}.get(method)
    return {
        "method": method,
        "pool": pool,
        "memory": memory,
        "policy": {"name": "default", "gate": True, "margin": 0.0} if memory else None,
        "records": 10,
        "pools": 1,
        "questions": 30,
        "metrics": {"efficacy": share(efficacy), "efficacy_exact": share(0.5)},
        "selection": {"efficacy_right_edit_first": share(1.0)},
        "seconds": {"prepare": 1.0},
        **more,
    }


def report(suite: str = "counterfact", *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What `evaluate SUITE --json` prints, with what a card does not need left in."""
    versions = {
        "suite": "1",
        "commit": "c0ffee",
        "backbone": "tiny",
        "backbone_fingerprint": FINGERPRINT,
        "precision": "bfloat16",
        "adapter": "tiny-en",
        "data_sha256": {"made": "00"} if suite == "held-out" else {"data.json": "00"},
    }
    return {
        "suite": suite,
        "results": list(rows or (row(),)),
        "records_asked_for": 10,
        "seed": 3,
        "max_new_tokens": 20,
        "versions": versions | more.pop("versions", {}),
        "left_out": {},
        **more,
    }


def failure(number: int, kind: str = "price", **more: Any) -> dict[str, Any]:
    """A wrong answer, as `evaluate` lists it."""
    return {
        "method": "incomes",
        "pool": 100,
        "record": str(number),
        "kind": kind,
        "question": f"Question {number}?",
        "edit": f"Edit {number}.",
        "wanted": f"wanted {number}",
        "answer": f"answer {number}",
        "missing": ["amount: 5"],
        **more,
    }


def write(path: Path, *reports: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in reports), encoding="utf-8")
    return path
