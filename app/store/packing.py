"""Gists as bytes and back: a safetensors file each, which holds numbers and text and can carry no code."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.store.records import StoredGist
from app.store.values import content_id

if TYPE_CHECKING:
    from app.model import Gist

PARTS = ("keys", "values", "selection")


def packed(gist: Gist) -> StoredGist:
    """A gist as it is stored."""
    from safetensors.torch import save

    tensors = {part: getattr(gist, part).detach().cpu().contiguous() for part in PARTS}
    data = save(tensors, {"labels": json.dumps(gist.labels, ensure_ascii=False)})
    checksum = hashlib.sha256(data).hexdigest()
    return StoredGist(content_id(gist.text), gist.made_by, data, checksum, datetime.now(UTC))


def unpacked(stored: StoredGist, text: str) -> Gist:
    """The gist of an edit, given the edit's text."""
    from safetensors.torch import load

    from app.model import Gist

    tensors = load(stored.data)
    return Gist(
        id=stored.content[:16],
        text=text,
        keys=tensors["keys"],
        values=tensors["values"],
        selection=tensors["selection"],
        labels=_labels(stored.data),
        made_by=stored.made_by,
    )


def fault_of_gist(stored: StoredGist) -> str:
    """What is wrong with bytes from elsewhere that are said to be a gist, empty where nothing is."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    if not stored.sound:
        return "its checksum does not match"
    try:
        tensors, labels = load(stored.data), _labels(stored.data)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        return f"it is not the safetensors file of a gist ({error})"
    if set(tensors) != set(PARTS):
        return f"it holds {', '.join(sorted(tensors))[:80]} instead of {', '.join(PARTS)}"
    keys, values, selection = (tensors[part] for part in PARTS)
    if keys.dim() != 4 or keys.shape != values.shape or selection.dim() != 1 or keys.shape[2] != len(labels):
        return "the sizes of its tensors do not fit together"
    if not all(tensor.is_floating_point() and bool(tensor.isfinite().all()) for tensor in tensors.values()):
        return "it holds something else than finite numbers"
    return ""


def _labels(data: bytes) -> tuple[str, ...]:
    """The names of a gist's slots, from the head of its file: its length in 8 bytes, then JSON."""
    length = int.from_bytes(data[:8], "little")
    labels = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["labels"])
    return tuple(str(label) for label in labels)
