"""What is measured of a case beside its answer: the target's score, teacher-forced, and a longer text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.data import ProbeKind
from app.evaluation.cases import NO_TARGET, Asked, Case, CaseKey
from app.evaluation.fluency import TOKENS
from app.evaluation.methods import Method
from app.evaluation.teacher_forced import teacher_forced


@dataclass(frozen=True)
class Beside:
    """What a run asks for."""

    teacher_forced: bool = False
    fluency: int = 0
    """Questions of each method and size of pool that are answered by a long text too."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def long_texts(self, wanted: Sequence[CaseKey], kinds: Sequence[ProbeKind]) -> frozenset[CaseKey]:
        """Of each method and size of pool the first questions of the first kind that asks for an edit."""
        first = next((kind for kind in kinds if kind not in NO_TARGET), None)
        counted: Counter[tuple[str, int]] = Counter()
        found = set()
        for key in wanted:
            place = key.method, key.pool
            if key.kind == first and counted[place] < self.fluency:
                counted[place] += 1
                found.add(key)
        return frozenset(found)

    def added(self, judged: Sequence[Case], method: Method, part: Sequence[Asked], long: Sequence[bool]) -> list[Case]:
        """The cases with what was asked for.

        Args:
            long: whether each question is one of `long_texts`.
        """
        cases = list(judged)
        if self.teacher_forced:
            forced = teacher_forced(method, part)
            cases = [replace(case, teacher_forced=found) for case, found in zip(cases, forced, strict=True)]
        places = [place for place, wanted in enumerate(long) if wanted]
        if places:
            questions = [part[place].probe.question for place in places]
            texts = method.generations(questions, [part[place].right_edits for place in places], TOKENS)
            for place, text in zip(places, texts, strict=True):
                cases[place] = replace(cases[place], generation=text)
        return cases
