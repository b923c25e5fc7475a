"""What the two pictures show, as plain data: computed here, drawn in `figures`.

*Selection* is the decision before reading: every edit's logit beside the zero gist's. *Reading* is the attention
that the answer's tokens paid, really, to the slots of the edits read. The two are never mixed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from app.texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.model.evidence import Answer, Reading, Selection

ZERO = "zero"
"""The id that stands for the zero gist, as in `Evidence.by_edit`."""
_GIST = re.compile(r"gist (\d+)")


@dataclass(frozen=True)
class SelectionRow:
    """One bar: an edit, or the zero gist when `edit_id` is `ZERO` (its text is empty)."""

    edit_id: str
    text: str
    logit: float
    weight: float
    """Softmax over the zero gist and all edits, 0 to 1."""
    read: bool


@dataclass(frozen=True)
class SelectionView:
    """The zero gist and the nearest edits, largest logit first."""

    rows: tuple[SelectionRow, ...]
    left_out: int
    """Edits of the pool that are not among the rows."""

    @property
    def zero(self) -> SelectionRow:
        return next(row for row in self.rows if row.edit_id == ZERO)

    @property
    def edits(self) -> tuple[SelectionRow, ...]:
        return tuple(row for row in self.rows if row.edit_id != ZERO)


@dataclass(frozen=True)
class EditColumns:
    """The neighbouring columns `start … stop − 1` of one edit in the reading picture."""

    edit_id: str
    text: str
    start: int
    stop: int
    mass: float
    """Mean over the answer tokens of the attention on all of the edit's slots, 0 to 1."""


@dataclass(frozen=True)
class ReadingView:
    """Attention of each answer token (row) on each slot (column) and on the rest; rows sum to 1."""

    tokens: tuple[str, ...]
    slot_labels: tuple[str, ...]
    edits: tuple[EditColumns, ...]
    mass: NDArray[np.float32]
    """[tokens, slots], columns grouped by edit."""
    self_mass: NDArray[np.float32]
    """[tokens]: on the rest."""
    layer: int | None
    """The backbone's layer number, None for the mean over layers."""
    head: int | None
    rest: Literal["itself", "zero"] = "itself"
    """What slots compete with: the question and the answer so far, or (reader `separate`) the zero gist."""


def selection_view(selection: Selection, nearest: int = 8) -> SelectionView:
    """The zero gist, every edit read, and the nearest others up to `nearest` edits in all.

    Edits with equal logits keep the order of the pool.
    """
    shown = [row_of(selection, place) for place in selection.nearest(nearest)]
    zero = SelectionRow(ZERO, "", float(selection.zero_logit), float(selection.weights[0]), not selection.chosen)
    ordered = sorted([zero, *shown], key=lambda row: -row.logit)
    return SelectionView(rows=tuple(ordered), left_out=len(selection.edit_ids) - len(shown))


def row_of(selection: Selection, place: int) -> SelectionRow:
    """The edit at this place of the pool."""
    edit_id, text = selection.edit_ids[place], selection.texts[place]
    logit, weight = float(selection.logits[place]), float(selection.weights[1 + place])
    return SelectionRow(edit_id, text, logit, weight, edit_id in selection.chosen)


def reading_view(answer: Answer, layer: int | None = None, head: int | None = None) -> ReadingView | None:
    """The reading of one answer, at one layer and head or as the mean over them; None when no edit was read.

    Args:
        layer: a layer number out of `Reading.layers`.
        head: a query head, from 0.

    Raises:
        ValueError: a layer that reads no edits, or a head that the model does not have.
    """
    reading = answer.evidence.reading
    if reading is None:
        return None
    mass, self_mass = _at(reading, layer, head)
    texts = answer.evidence.selection.texts_of(dict.fromkeys(reading.slot_edit_ids))
    order, edits = _grouped(reading.slot_edit_ids, texts, mass)
    return ReadingView(
        tokens=tuple(answer.tokens),
        slot_labels=tuple(reading.slot_labels[slot] for slot in order),
        edits=edits,
        mass=mass[:, order],
        self_mass=self_mass,
        layer=layer,
        head=head,
        rest="zero" if reading.zero_competes else "itself",
    )


def in_words(view: ReadingView, say: Texts) -> ReadingView:
    """The same with the gist slots called parts, which everybody understands; tokens of verbatim memory stay."""
    return replace(view, slot_labels=tuple(_part(label, say) for label in view.slot_labels))


def _part(label: str, say: Texts) -> str:
    slot = _GIST.fullmatch(label)
    return label if slot is None else say("reading.part", number=slot[1])


def _at(reading: Reading, layer: int | None, head: int | None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mass on slots [tokens, slots] and on the rest [tokens] at this layer and head."""
    mass, self_mass = np.asarray(reading.mass), np.asarray(reading.self_mass)  # [t, l, h, s], [t, l, h]
    if layer is not None:
        if layer not in reading.layers:
            raise ValueError(f"Layer {layer} reads no edits; those that do: {list(reading.layers)}.")
        at = reading.layers.index(layer)
        mass, self_mass = mass[:, at : at + 1], self_mass[:, at : at + 1]
    if head is not None:
        if not 0 <= head < mass.shape[2]:
            raise ValueError(f"Head {head} does not exist; the model has heads 0 to {mass.shape[2] - 1}.")
        mass, self_mass = mass[:, :, head : head + 1], self_mass[:, :, head : head + 1]
    return mass.mean(axis=(1, 2)), self_mass.mean(axis=(1, 2))


def _grouped(
    slot_edit_ids: tuple[str, ...], texts: dict[str, str], mass: NDArray[np.float32]
) -> tuple[list[int], tuple[EditColumns, ...]]:
    """Order of the slots so that each edit's stand side by side, and where each edit then begins and ends."""
    order: list[int] = []
    edits: list[EditColumns] = []
    for edit_id in dict.fromkeys(slot_edit_ids):
        slots = [slot for slot, owner in enumerate(slot_edit_ids) if owner == edit_id]
        total = float(mass[:, slots].sum(axis=1).mean())
        edits.append(EditColumns(edit_id, texts[edit_id], len(order), len(order) + len(slots), total))
        order.extend(slots)
    return order, tuple(edits)
