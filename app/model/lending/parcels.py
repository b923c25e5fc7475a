"""Gists and traces on their way between two processes.

Pickled as they are, tensors would share memory, by a file descriptor each; as bytes they are copies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from safetensors.torch import load, save
from torch import Tensor

from app.model.memory import ReadingTrace
from app.model.pool import Gist


@dataclass(frozen=True)
class Gists:
    """Gists of one maker."""

    labels: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Per gist its id, its text, and its slots' labels."""
    made_by: str
    tensors: bytes

    @classmethod
    def of(cls, gists: Sequence[Gist]) -> Gists:
        """Pack some."""
        tensors = {
            f"{i}.{name}": tensor.contiguous()
            for i, gist in enumerate(gists)
            for name, tensor in (("keys", gist.keys), ("values", gist.values), ("selection", gist.selection))
        }
        labels = tuple((gist.id, gist.text, gist.labels) for gist in gists)
        return cls(labels, gists[0].made_by if gists else "", save(tensors))

    def unpacked(self) -> tuple[Gist, ...]:
        """The gists, in their order."""
        tensors = load(self.tensors)
        return tuple(
            Gist(
                id=gist_id,
                text=text,
                keys=tensors[f"{i}.keys"],
                values=tensors[f"{i}.values"],
                selection=tensors[f"{i}.selection"],
                labels=labels,
                made_by=self.made_by,
            )
            for i, (gist_id, text, labels) in enumerate(self.labels)
        )


@dataclass(frozen=True)
class Trace:
    """What an editor recorded while it read."""

    slot_mass: bytes
    self_mass: bytes

    @classmethod
    def of(cls, trace: ReadingTrace) -> Trace:
        """Pack one."""
        return cls(_packed(trace.slot_mass), _packed(trace.self_mass))

    def into(self, trace: ReadingTrace) -> None:
        """Add what it holds to a trace."""
        trace.slot_mass.extend(_passes(self.slot_mass))
        trace.self_mass.extend(_passes(self.self_mass))


def _packed(passes: Sequence[dict[int, Tensor]]) -> bytes:
    return save({f"{i}.{layer}": mass.contiguous() for i, one in enumerate(passes) for layer, mass in one.items()})


def _passes(packed: bytes) -> list[dict[int, Tensor]]:
    tensors = {tuple(map(int, name.split("."))): tensor for name, tensor in load(packed).items()}
    found: list[dict[int, Tensor]] = [{} for _ in range(1 + max((number for number, _ in tensors), default=-1))]
    for (number, layer), tensor in sorted(tensors.items()):
        found[number][layer] = tensor
    return found
