"""How sure an answer is: the probability that it is right, as it was measured for answers with the same signs.

An answer that read an edit is right when it says what that edit says. An answer that read none is right when no edit
of the pool covers the question: what the untouched model then says is its own affair, and no number is given for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from app.explain.calibration import Calibration
    from app.explain.changes import Change
    from app.explain.claims import Claim
    from app.model.evidence import Answer

FARTHEST = 30.0
"""Logits and nats beyond this tell no more."""
UNLIKELIEST = -5.0
"""Mean log-probability of a token, in nats; below it tells no more."""
FAIRLY = 0.75
"""Probability from which an answer is called fairly sure: three of four."""

Called = Literal["sure", "fairly sure", "unsure", "not calibrated"]


@dataclass(frozen=True)
class Signs:
    """What the evidence of one answer shows of its being right."""

    read: bool
    """Whether an edit was read: answers with and without have a calibration each."""
    values: Mapping[str, float]


@dataclass(frozen=True)
class Sureness:
    """A probability, and the word for it."""

    probability: float | None
    """None: not calibrated, or the evidence is not complete."""
    called: Called
    read: bool
    """True: that the answer says what the edit says. False: that no edit covers the question."""


def signs_of(answer: Answer, changes: Sequence[Change] | None, unsupported: Sequence[Claim]) -> Signs | None:
    """The signs of an answer; None where they are not all known, or several edits were read.

    An answer that read an edit:
        over_zero        its logit minus the zero gist's
        over_next        its logit minus the next edit's
        change           what leaving it out changes, in nats
        log_probability  mean over the answer's tokens, in nats
        supported        1 where all that can be checked stands in the edit, else 0
    An answer that read none:
        under_zero       the zero gist's logit minus the nearest edit's
    """
    selection = answer.evidence.selection
    order = np.sort(np.asarray(selection.logits, dtype=np.float64))[::-1]
    if not len(order):
        return None
    if not selection.chosen:
        return Signs(False, {"under_zero": _bounded(selection.zero_logit - order[0])})
    if len(selection.chosen) > 1 or not changes or not answer.log_probabilities:
        return None
    logit = float(selection.logits[selection.edit_ids.index(selection.chosen[0])])
    following = order[1] if len(order) > 1 else -np.inf
    values = {
        "over_zero": _bounded(logit - selection.zero_logit),
        "over_next": _bounded(logit - following),
        "change": _bounded(changes[0].nats),
        "log_probability": max(float(np.mean(answer.log_probabilities)), UNLIKELIEST),
        "supported": float(not unsupported),
    }
    return Signs(True, values)


def sureness_of(signs: Signs | None, read: bool, calibration: Calibration | None) -> Sureness:
    """The calibrated probability of these signs, if there is a calibration for them."""
    branch = None if calibration is None or signs is None else calibration.branch(read=signs.read)
    if branch is None or signs is None:
        return Sureness(None, "not calibrated", read)
    probability = branch.probability(signs.values)
    if branch.sure_from is not None and probability >= branch.sure_from:
        return Sureness(probability, "sure", read)
    return Sureness(probability, "fairly sure" if probability >= FAIRLY else "unsure", read)


def _bounded(difference: float) -> float:
    return float(min(max(difference, -FARTHEST), FARTHEST))
