"""Raw arrays in safetensors files, for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.output import write_whole

if TYPE_CHECKING:
    from app.model import Answer, GistPool


def save_answer(answer: Answer, path: Path) -> None:
    """The selection and the reading of an answer, with the texts that name rows and columns as metadata."""
    import numpy as np
    from safetensors.numpy import save

    from app.model import tensors_of

    selection, reading = answer.evidence.selection, answer.evidence.reading
    names: dict[str, Any] = {
        "question": answer.question,
        "answer": answer.text,
        "answer.tokens": answer.tokens,
        "selection.edit_ids": selection.edit_ids,
        "selection.texts": selection.texts,
        "selection.chosen": selection.chosen,
        "policy": answer.policy.describe(),
    }
    if reading is not None:
        names |= {"reading.slot_edit_ids": reading.slot_edit_ids, "reading.slot_labels": reading.slot_labels}
    arrays = {name: np.ascontiguousarray(array) for name, array in tensors_of(answer).items()}
    write_whole(path, save(arrays, _metadata(names)))


def save_gists(pool: GistPool, path: Path) -> None:
    """Each gist's keys, values and selection vector as ID.keys, ID.values, ID.selection, its text as metadata."""
    from safetensors.torch import save

    arrays: dict[str, Any] = {}
    for gist in pool:
        parts = {"keys": gist.keys, "values": gist.values, "selection": gist.selection}
        arrays |= {f"{gist.id}.{name}": tensor.detach().cpu().contiguous() for name, tensor in parts.items()}
    write_whole(path, save(arrays, _metadata({"made_by": pool.made_by} | {gist.id: gist.text for gist in pool})))


def _metadata(names: dict[str, Any]) -> dict[str, str]:
    """Texts as they are, everything else as JSON: a safetensors file holds only text beside its arrays."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in names.items()
    }
