"""Teacher-forced figures: how likely the wanted answer is, token by token, when its beginning is given.

They stand beside the headline, never in its place: an answer whose first token is wrong may still score well here,
since every later token is judged behind the right ones. EasyEdit reports `token_accuracy` under the names “rewrite
accuracy” and the like; the same edits generated freely give far lower figures (arXiv 2502.11177).

token_accuracy       share of the target's tokens that are the most likely ones (EasyEdit's `test_prediction_acc`)
target_probability   geometric mean over the target's tokens of their probabilities (ROME and MEMIT, whose code divides
                     the target's log-probability by its tokens)
new_above_true       whether target_new has the higher one of these means, against target_true (their “success”)
true_above_new       the opposite, which is wanted of a neighbour
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from app.evaluation.cases import Asked, Case
from app.evaluation.measured import Measured, measure
from app.evaluation.methods import Method
from app.model import Score

MARK = "teacher_forced"
"""Stands in the name of every such figure."""


def teacher_forced(method: Method, asked: Sequence[Asked]) -> list[dict[str, float]]:
    """The figures of every question by name; those that the method or the data cannot tell are missing."""
    wanted = [(place, one.probe.target) for place, one in enumerate(asked) if one.probe.target]
    rivals = [(place, pair) for place, one in enumerate(asked) if (pair := _rivals(one)) is not None]
    targets = [*wanted, *((place, answer) for place, pair in rivals for answer in pair)]
    found: list[dict[str, float]] = [{} for _ in asked]
    places = [place for place, _ in targets]
    scores = method.target_scores(
        [asked[place].probe.question for place in places],
        [target for _, target in targets],
        [asked[place].right_edits for place in places],
    )
    if scores is None:
        return found
    for (place, _), score in zip(wanted, scores, strict=False):  # the rivals' scores follow
        found[place] |= {"token_accuracy": score.token_accuracy, "target_probability": exp(_mean(score))}
    of_rivals = scores[len(wanted) :]
    for (place, _), new, true in zip(rivals, of_rivals[::2], of_rivals[1::2], strict=True):
        neighbour = asked[place].probe.kind == "neighbourhood"
        name = "true_above_new" if neighbour else "new_above_true"
        found[place][name] = float(_mean(true) > _mean(new) if neighbour else _mean(new) > _mean(true))
    return found


def teacher_forced_of(cases: Sequence[Case], seed: int) -> dict[str, Measured]:
    """Means as KIND_teacher_forced_NAME, of the cases that have them."""
    values: dict[str, list[float]] = {}
    for case in cases:
        for name, value in case.teacher_forced.items():
            values.setdefault(f"{case.kind}_{MARK}_{name}", []).append(value)
    return {name: measure(found, seed=seed) for name, found in values.items()}


def _mean(score: Score) -> float:
    """Log-probability of a token of the target, in nats."""
    return score.log_probability / score.tokens


def _rivals(asked: Asked) -> tuple[str, str] | None:
    """target_new and target_true, where the benchmark has both."""
    pairs = {kind: (new, true) for kind, new, true in asked.record.rivals}
    return pairs.get(asked.probe.kind)
