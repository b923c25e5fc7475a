"""What a run gives out: the running average of its weights, with the mean of the selection keys measured anew.

At a rate that learns, the last steps' weights lie around a better point rather than at it: on the English adapter,
after 140 steps, the mean of four snapshots, 20 steps apart, had a compressed loss of 0.32, the last of them 0.42. The
mean of the keys moves with every step, and does not average as weights do: with the one that training had, the last
snapshot's selection loss was 1.26, with one measured anew 0.61; that of the four was 0.37 (the same eight fresh steps).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor

from app.training.packing import Packed
from app.training.student import Student

FASTER_AT_FIRST = 10
"""The average of the first steps forgets faster, so that it does not hang on where the run began."""


class RunningAverage:
    """Of a student's trained weights.

    Args:
        keep: share of the average before that a step leaves, 0 to below 1; 0: the weights as they are.
    """

    def __init__(self, student: Student, keep: float) -> None:
        self.keep, self.steps = keep, 0
        self.weights = {name: weight.detach().clone() for name, weight in student.trained().items()}

    @torch.no_grad()
    def follow(self, student: Student) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        keep = min(self.keep, self.steps / (self.steps + FASTER_AT_FIRST))
        for name, weight in student.trained().items():
            self.weights[name].lerp_(weight, 1 - keep)

    @contextmanager
    def in_place(self, student: Student) -> Iterator[None]:
        """The student has the average for its weights; its own and its mean of the keys are back afterwards."""
        own = {name: weight.detach().clone() for name, weight in student.trained().items()}
        mean = student.mean.clone()
        _put(student, self.weights)
        try:
            yield
        finally:
            _put(student, own)
            student.mean.copy_(mean)


@torch.no_grad()
def measure_mean(student: Student, steps: Iterable[Packed]) -> None:
    """Set the student's mean of the selection keys to that over these steps."""
    means = [student(packed)[1].float().mean(0) for packed in steps]
    if means:
        student.mean.copy_(torch.stack(means).mean(0))


@torch.no_grad()
def _put(student: Student, weights: dict[str, Tensor]) -> None:
    for name, weight in student.trained().items():
        weight.copy_(weights[name])
