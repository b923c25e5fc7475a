"""What a decoder recorded while it read, as evidence."""

from __future__ import annotations

import torch

from app.model.evidence import Reading, Selection
from app.model.memory import ReadingTrace
from app.model.pool import GistPool
from app.model.readers import Reader, SeparateReader


def reading_of(trace: ReadingTrace, tokens: int, pool: GistPool, selection: Selection, reader: Reader) -> Reading:
    """The trace of a single question as arrays, of its first `tokens` answer tokens."""
    layers = tuple(sorted(trace.slot_mass[0]))
    slots = [(gist_id, label) for gist_id in selection.chosen for label in pool[gist_id].labels]
    mass = [torch.stack([step[layer][0] for layer in layers]) for step in trace.slot_mass]
    own = [torch.stack([step[layer][0] for layer in layers]) for step in trace.self_mass]
    return Reading(
        mass=torch.stack(mass).numpy()[:tokens],
        self_mass=torch.stack(own).numpy()[:tokens],
        layers=layers,
        slot_edit_ids=tuple(gist_id for gist_id, _ in slots),
        slot_labels=tuple(label for _, label in slots),
        zero_competes=isinstance(reader, SeparateReader),
    )
