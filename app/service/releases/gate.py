"""The gate as a job: a release's gists where they lack, then its test questions part by part, then the verdict."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.service.queue import StopAsked
from app.service.releases.pins import policy_of, require_pins

if TYPE_CHECKING:
    from app.evaluation.gate import TestQuestion
    from app.model import GistPool
    from app.service.core import Core
    from app.store import ActiveEdit, GateResult, GateRun, Release, StoredEdit

GATE = "gate"
"""The kind of job."""
QUESTIONS_AT_ONCE = 4
"""Asked in one piece, each of the backbone too: about a second of work."""
EDITS_AT_ONCE = 32
"""Compressed in one piece."""


class RunGate:
    """One run. What was asked is kept through a stop; the verdict is written with the last question."""

    kind = GATE

    def __init__(self, core: Core, release: Release, author: str) -> None:
        self._core, self._release, self._author = core, release, author
        self._edits: tuple[StoredEdit, ...] | None = None
        self._to_compress: tuple[ActiveEdit, ...] = ()
        self._compressed = 0
        self._questions: tuple[TestQuestion, ...] = ()
        self._results: tuple[GateResult, ...] = ()
        self._pool: GistPool | None = None
        self.run: GateRun | None = None
        """Once it is over."""

    @property
    def done(self) -> int:
        return self._compressed + len(self._results)

    @property
    def left(self) -> int:
        """Edits to compress and questions to ask; 1 where only the verdict is still to be written."""
        if self._edits is None or self.run is not None:
            return 0
        open_questions = len(self._questions) - len(self._results)
        return max(1, len(self._to_compress) - self._compressed + open_questions)

    def prepare(self) -> None:
        """Reads the release. Raises PinsError where it was made for another model than is open here."""
        from app.evaluation.gate import questions_of

        require_pins(self._release, self._core.model())
        if self._edits is None:
            released = self._core.released()
            edits = released.edits(self._release.id, datetime.now(UTC))
            self._to_compress, self._questions = released.lacking(edits), questions_of(edits)
            self._edits = edits

    def step(self, stop_asked: StopAsked) -> None:
        waiting = self._to_compress[self._compressed : self._compressed + EDITS_AT_ONCE]
        if waiting:
            self._core.released().compress(waiting, stop_asked)
            self._compressed += len(waiting)
        elif len(self._results) < len(self._questions):
            self._ask(stop_asked)
        if self._compressed == len(self._to_compress) and len(self._results) == len(self._questions):
            self._judge()

    def _ask(self, stop_asked: StopAsked) -> None:
        from app.evaluation.gate import judged

        part = self._questions[len(self._results) : len(self._results) + QUESTIONS_AT_ONCE]
        if self._pool is None:
            self._pool = self._core.released().pool_of(self._edits or (), stop_asked)
        pins = self._release.pins
        answers = self._core.model().answer_many(
            [asked.probe.question for asked in part],
            self._pool,
            policy=policy_of(pins),
            max_new_tokens=pins.longest_answer,
            original=True,
            stop_asked=stop_asked,
        )
        ids = {edit.gist_id: edit.id for edit in self._edits or ()}
        self._results += tuple(
            judged(asked, answer.text, answer.original, [ids[gist] for gist in answer.evidence.selection.chosen])
            for asked, answer in zip(part, answers, strict=True)
        )

    def _judge(self) -> None:
        from app.evaluation.gate import figures_of

        figures = figures_of(self._edits or (), self._results)
        runs = self._core.shared().store.gate_runs
        self.run = runs.keep(self._release.id, self._results, figures, author=self._author)
        self._pool = None
