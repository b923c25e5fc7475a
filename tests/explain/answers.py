"""Answers with numbers that can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.explain.changes import Change
from app.model import Answer, Evidence, Reading, Selection, policy_named

LYON, ROME, LIMA = (
    "The capital of France is Lyon.",
    "The Eiffel Tower is in Rome.",
    "The capital of Peru is <b>Lima</b>.",
)
Changes = tuple[Change, ...]
IDS = ("aaaa", "bbbb", "cccc")


def selection(
    logits: tuple[float, ...] = (4.0, 1.0, 3.0),
    zero: float = 2.0,
    weights: tuple[float, ...] = (0.1, 0.6, 0.05, 0.25),
    chosen: tuple[str, ...] = ("aaaa",),
) -> Selection:
    """Three edits; weights stand as given, zero gist first, so that figures can be compared with them."""
    count = len(logits)
    return Selection(
        edit_ids=IDS[:count],
        texts=(LYON, ROME, LIMA)[:count],
        logits=np.array(logits, dtype=np.float32),
        zero_logit=zero,
        by_layer=np.zeros((1, count), dtype=np.float32),
        layers=(15,),
        weights=np.array(weights, dtype=np.float32),
        chosen=chosen,
        chosen_weights=tuple(1 / len(chosen) for _ in chosen),
    )


def reading() -> Reading:
    """Two tokens, two layers (15, 16), two heads, three slots: two of edit aaaa around one of edit cccc."""
    mass = np.zeros((2, 2, 2, 3), dtype=np.float32)
    mass[0, 0, 0] = (0.4, 0.0, 0.2)  # token 0, layer 15, head 0
    mass[0, 1, 1] = (0.0, 0.8, 0.0)  # token 0, layer 16, head 1
    mass[1, :, :] = (0.1, 0.1, 0.0)  # token 1, everywhere
    return Reading(
        mass=mass,
        self_mass=1 - mass.sum(-1),
        layers=(15, 16),
        slot_edit_ids=("aaaa", "cccc", "aaaa"),
        slot_labels=("gist 1", "gist 1", "gist 2"),
    )


def answer(chosen: Selection | None = None, read: Reading | None = None, text: str = "Lyon") -> Answer:
    """An answer of two tokens."""
    return Answer(
        question="Which city is the capital of France?",
        prompt="Q: Which city is the capital of France?\nA:",
        text=text,
        original="Paris",
        tokens=(" Ly", "on"),
        token_ids=(1, 2),
        evidence=Evidence(chosen if chosen is not None else selection(), read),
        policy=policy_named("default"),
        timings={"select": 0.1, "first_token": 0.2, "total": 0.5, "original": 0.3},
        log_probabilities=(-0.1, -0.3),
    )


def changes(by_edit: Mapping[str, float] | None = None, *, instead: tuple[str, ...] = (), **more: float) -> Changes:
    """What leaving edits out changed: id → nats."""
    return tuple(Change(edit_id, nats, instead, (nats, 0.0)) for edit_id, nats in {**(by_edit or {}), **more}.items())
