"""What travels to every layer's attention as the keyword `memory`: one object per call, nothing shared."""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor


@dataclass
class Capture:
    """Keep keys and values of a forward pass: how edits, and questions to be matched, are encoded.

    Encoded at `position_ids = arange(n) − n`, the keys are already turned for "just before the question".
    """

    layers: frozenset[int]
    gist_positions: Tensor | None = None
    """`[batch, m]` where the gist tokens stand, for the learned shift at the first low-rank layer."""
    span_means: Tensor | None = None
    """`[batch, spans, length]`: the share of every text token in the gist tokens that begin as means, which are the
    last ones of every row; None where none do."""
    keys: dict[int, Tensor] = field(default_factory=dict)
    """Layer → `[batch, kv_heads, length, head_dim]`."""
    values: dict[int, Tensor] = field(default_factory=dict)


@dataclass
class ReadingTrace:
    """Attention of the last query position, one entry a forward pass, in the order of the passes."""

    slot_mass: list[dict[int, Tensor]] = field(default_factory=list)
    """Per pass: layer → `[batch, heads, slots]`."""
    self_mass: list[dict[int, Tensor]] = field(default_factory=list)
    """Per pass: layer → `[batch, heads]`, the attention on the sequence itself."""

    def start_pass(self) -> None:
        self.slot_mass.append({})
        self.self_mass.append({})

    def add(self, layer: int, slot_mass: Tensor, self_mass: Tensor) -> None:
        self.slot_mass[-1][layer] = slot_mass.float().cpu()
        self.self_mass[-1][layer] = self_mass.float().cpu()


@dataclass(frozen=True)
class JointSlots:
    """Slots read in the same softmax as the sequence's own tokens (reader `joint`)."""

    keys: dict[int, Tensor]
    """Layer → `[batch, kv_heads, slots, head_dim]`, turned to stand just before the question."""
    values: dict[int, Tensor]
    bias: Tensor
    """`[batch, slots]`: log weight of the slot's edit; the smallest number where a row has no such slot."""
    trace: ReadingTrace | None = None


@dataclass(frozen=True)
class SeparateSlots:
    """Slots read in a softmax of their own, with the zero gist (reader `separate`, the paper's)."""

    keys: dict[int, Tensor]
    """Layer → `[batch, kv_heads, slots, head_dim]`, before rotary embedding; a batch of 1 is read by every row."""
    values: dict[int, Tensor]
    bias: Tensor
    """`[batch, slots]`: 0, or the smallest number where a row has no such slot."""
    zero_keys: dict[int, Tensor]
    """Layer → `[kv_heads, head_dim]`, the zero gist's learned key; its value is 0."""
    temperature: float
    rotary: dict[int, tuple[Tensor, float]]
    """Layer → inverse frequencies and scale, to undo the query's rotation."""
    trace: ReadingTrace | None = None


Memory = Capture | JointSlots | SeparateSlots
