"""Why an answer came out as it did, as data: what was selected, and what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.model.policies import Policy

ZERO_ID, ZERO_TEXT = "zero", "(zero gist: no edit applies)"


@dataclass(frozen=True, eq=False)
class Selection:
    """Every edit's logit for one question, and which edits were read."""

    edit_ids: Sequence[str]
    texts: Sequence[str]
    logits: np.ndarray
    """`[edits]` float32; in a large pool, of edits far behind the best, estimates (see `shortlist.py`)."""
    zero_logit: float
    by_layer: np.ndarray
    """`[layers, edits]`: contributions that sum to the logit, NaN where that is an estimate; empty `[layers, 0]` in
    batched answers."""
    layers: tuple[int, ...]
    """The selecting layers, and −1 for sentence embeddings, behind them or alone."""
    weights: np.ndarray
    """`[1 + edits]`: softmax over zero gist, first, and edits."""
    chosen: tuple[str, ...]
    """Ids of the edits read, the best first; empty where the untouched backbone answered."""
    chosen_weights: tuple[float, ...]
    """Their weights among themselves, which sum to 1."""

    @property
    def zero_weight(self) -> float:
        return float(self.weights[0])

    def texts_of(self, edit_ids: Iterable[str]) -> dict[str, str]:
        """Texts of some edits by id, without reading those of the others. Raises ValueError for an unknown id."""
        return {edit_id: self.texts[self.edit_ids.index(edit_id)] for edit_id in edit_ids}

    def nearest(self, count: int | None = None) -> list[int]:
        """Places of the edits with the largest logits and of those read, the heaviest first, equals as in the pool.

        Args:
            count: how many, besides those read that are not among them; None: all.
        """
        falling = -np.asarray(self.logits)
        if count is None or count >= len(falling):
            return np.argsort(falling, kind="stable").tolist()  # type: ignore[no-any-return]  # numpy: Any
        found = np.flatnonzero(falling <= np.partition(falling, count - 1)[count - 1]) if count else np.zeros(0, int)
        best = found[np.argsort(falling[found], kind="stable")][:count].tolist()
        read = [self.edit_ids.index(edit_id) for edit_id in self.chosen]
        return sorted({*best, *read}, key=lambda place: (falling[place], place))


@dataclass(frozen=True, eq=False)
class Reading:
    """Attention at the moment each answer token was chosen. Slots and sequence together sum to 1."""

    mass: np.ndarray
    """`[answer tokens, layers, heads, slots]` float32."""
    self_mass: np.ndarray
    """`[answer tokens, layers, heads]`: on the sequence itself; in the reader `separate` on the zero gist."""
    layers: tuple[int, ...]
    slot_edit_ids: tuple[str, ...]
    """The edit of every slot."""
    slot_labels: tuple[str, ...]
    zero_competes: bool = False
    """The rest of the mass is on the zero gist (reader `separate`), not on the sequence."""

    def of_edit(self, edit_id: str) -> np.ndarray:
        """Mass on one edit's slots, `[answer tokens, layers, heads]`."""
        own = np.array([slot == edit_id for slot in self.slot_edit_ids])
        return self.mass[..., own].sum(-1)  # type: ignore[no-any-return]  # numpy: Any


@dataclass(frozen=True, eq=False)
class Evidence:
    """Selection, and reading where an edit was read and recording was on."""

    selection: Selection
    reading: Reading | None

    @property
    def bytes(self) -> int:
        """Memory that its arrays take."""
        chosen, read = self.selection, self.reading
        arrays = [chosen.logits, chosen.by_layer, chosen.weights]
        return sum(array.nbytes for array in (arrays if read is None else [*arrays, read.mass, read.self_mass]))

    def by_edit(self, nearest: int | None = None) -> pd.DataFrame:
        """One row an edit and one for the zero gist, the heaviest first after the zero gist.

        Args:
            nearest: so many edits, besides those read; None: all of the pool.

        Columns: edit_id, text, logit, weight, read, mass (mean attention mass on the edit's slots over answer
        tokens, layers and heads; missing where the edit was not read, or the answer has no token; the zero gist's,
        where it is read from beside the edits).
        """
        selection = self.selection
        places = selection.nearest(nearest)
        ids = [selection.edit_ids[place] for place in places]
        frame = pd.DataFrame(
            {
                "edit_id": [ZERO_ID, *ids],
                "text": [ZERO_TEXT, *(selection.texts[place] for place in places)],
                "logit": np.concatenate([[selection.zero_logit], np.asarray(selection.logits)[places]]),
                "weight": np.concatenate([selection.weights[:1], np.asarray(selection.weights)[1:][places]]),
                "read": [False, *(i in selection.chosen for i in ids)],
                "mass": [self._zero_mass(), *(self._mass(i) for i in ids)],
            }
        )
        order = frame[1:].sort_values(["logit", "edit_id"], ascending=[False, True])
        return pd.concat([frame[:1], order], ignore_index=True)

    def _zero_mass(self) -> float:
        reading = self.reading
        competes = reading is not None and reading.zero_competes and reading.self_mass.size
        return float(reading.self_mass.mean()) if reading is not None and competes else float("nan")

    def _mass(self, edit_id: str) -> float:
        if self.reading is None or not self.reading.mass.size or edit_id not in self.selection.chosen:
            return float("nan")
        return float(self.reading.of_edit(edit_id).mean())


@dataclass(frozen=True, eq=False)
class Answer:
    """One question's answer, beside what the untouched backbone says."""

    question: str
    prompt: str
    text: str
    """The first line of the greedy continuation."""
    original: str
    """The untouched backbone's; empty where it was not asked for."""
    tokens: tuple[str, ...]
    token_ids: tuple[int, ...]
    evidence: Evidence
    policy: Policy
    timings: dict[str, float]
    """Seconds: select, first_token, total, original."""
    log_probabilities: tuple[float, ...] = ()
    """Of each token at the moment it was chosen, in nats."""
    prompt_tokens: int = 0
    """Of the question."""


@dataclass(frozen=True, eq=False)
class PartialAnswer:
    """An answer while it is written."""

    text: str
    original: str
    selection: Selection
    done: Answer | None = None
    """The whole answer, in the last one only."""


@dataclass(frozen=True)
class Score:
    """A given answer under the model, teacher-forced."""

    log_probability: float
    """Sum over its tokens, in nats."""
    token_accuracy: float
    """Share of its tokens that greedy decoding would have chosen."""
    tokens: int
    by_token: tuple[float, ...]
    """Log-probability of each token, in nats."""


def tensors_of(answer: Answer) -> dict[str, Any]:
    """The raw arrays of an answer's evidence, by name, for saving."""
    selection = answer.evidence.selection
    arrays: dict[str, Any] = {
        "selection.logits": np.asarray(selection.logits, dtype=np.float32),
        "selection.zero_logit": np.array([selection.zero_logit], dtype=np.float32),
        "selection.by_layer": np.asarray(selection.by_layer, dtype=np.float32),
        "selection.layers": np.array(selection.layers, dtype=np.int64),
        "selection.weights": np.asarray(selection.weights, dtype=np.float32),
        "answer.token_ids": np.array(answer.token_ids, dtype=np.int64),
    }
    if answer.evidence.reading is not None:
        arrays["reading.mass"] = answer.evidence.reading.mass
        arrays["reading.self_mass"] = answer.evidence.reading.self_mass
        arrays["reading.layers"] = np.array(answer.evidence.reading.layers, dtype=np.int64)
    return arrays
