"""Write: questions whose edits are chosen, gone on with by the backbone or by the editor that reads those edits.

Everything here computes with the weights; what goes before (selection) and after (evidence) is `answering.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from app.model.backbone import Backbone
from app.model.batching import alike
from app.model.choosing import BegunQuestion, Question
from app.model.decoding import Continuation, Decoder
from app.model.evidence import Score
from app.model.memory import JointSlots, ReadingTrace, SeparateSlots
from app.model.policies import NOTHING, Choice
from app.model.pool import GistPool
from app.model.prompts import first_line
from app.model.readers import JointReader, Reader, Weighted
from app.model.scoring import teacher_forced


@dataclass(frozen=True, eq=False, kw_only=True)
class Writer:
    """Both decoders, and the reader that lays out what the editor reads. Holds no state between calls."""

    backbone: Backbone
    plain: Decoder
    """Of the untouched backbone."""
    edited: Decoder
    """Of the editor."""
    reader: Reader
    batch: int
    """Questions answered at once."""
    one_line: bool = True
    """Whether answers are one line. The decoders must agree."""

    def writing_on(self) -> Self:
        """The same, with answers that go on past their first line."""
        plain, edited = (replace(decoder, one_line=False) for decoder in (self.plain, self.edited))
        return replace(self, plain=plain, edited=edited, one_line=False)

    @property
    def shares_passes(self) -> bool:
        """Whether answers written at the same time can share the passes through the layers (see `together.py`)."""
        packed = self.plain.packed is not None and self.edited.packed is not None
        return packed and isinstance(self.reader, JointReader)

    def text_of(self, continuation: str) -> str:
        """The answer in what the backbone wrote."""
        return first_line(continuation) if self.one_line else continuation.strip()

    def memory(
        self, pool: GistPool, choices: Sequence[Choice], trace: ReadingTrace | None = None
    ) -> JointSlots | SeparateSlots:
        """What the editor reads for a batch of questions that each read at least one edit."""
        rows = [
            [Weighted(pool.gists[i], w) for i, w in zip(choice.indices, choice.log_weights, strict=True)]
            for choice in choices
        ]
        return self.reader.memory(rows, trace)

    def steps_of(
        self,
        question: Question,
        pool: GistPool,
        choice: Choice,
        most: int,
        trace: ReadingTrace | None,
        start: BegunQuestion | None,
    ) -> Iterator[Continuation]:
        """One answer token by token, the same object each time, grown; an empty choice is the untouched backbone's."""
        prompts = [question.token_ids]
        if not choice.indices:
            steps = self.plain.steps(prompts, most, begun=None if start is None else start.plain)
        else:
            memory = self.memory(pool, [choice], trace)
            steps = self.edited.steps(prompts, most, memory, begun=None if start is None else start.edited)
        return (rows[0] for rows in steps)

    def side_by_side(
        self,
        question: Question,
        pool: GistPool,
        choice: Choice,
        most: int,
        trace: ReadingTrace | None,
        start: BegunQuestion | None = None,
    ) -> Iterator[tuple[Continuation, Continuation | None]]:
        """The answer token by token, then beside it, where edits are read, the untouched backbone's own."""
        edited = Continuation()
        for edited in self.steps_of(question, pool, choice, most, trace, start):
            yield edited, None
        if choice.indices:
            for original in self.steps_of(question, pool, NOTHING, most, None, start):
                yield edited, original

    def batches(
        self, questions: Sequence[Question], pool: GistPool, choices: Sequence[Choice], most: int
    ) -> Iterator[dict[int, Continuation]]:
        """Each question gone on with by its choice of edits, batch by batch: place → what was written."""
        for batch in self._alike(questions, [_slots(choice, pool) for choice in choices]):
            ids, chosen = [questions[i].token_ids for i in batch], [choices[i] for i in batch]
            if chosen[0].indices:
                rows = self.edited.run(ids, most, self.memory(pool, chosen))
            else:
                rows = self.plain.run(ids, most)
            yield dict(zip(batch, rows, strict=True))

    def scores(
        self, question: Question, target: Sequence[int], readings: Sequence[tuple[GistPool, Choice]]
    ) -> list[Score]:
        """How likely the same answer is behind a question, once for each choice of edits."""
        found = []
        for pool, choice in readings:
            memory = self.memory(pool, [choice]) if choice.indices else None
            decoder = self.edited if memory is not None else self.plain
            found.append(teacher_forced(decoder, question.token_ids, target, memory=memory))
        return found

    def _alike(self, questions: Sequence[Question], slots: Sequence[int]) -> Iterator[list[int]]:
        """Places of the questions in batches that read equally many slots and need no padding.

        Padding would be rounding that depends on the batch (see `batching.by_length`); packed layers need none.
        """
        lengths = [len(question.token_ids) for question in questions]
        order = sorted(range(len(questions)), key=lengths.__getitem__)
        keys = [(slots[i], 0 if self._any_lengths(slots[i]) else lengths[i]) for i in order]
        return ([order[place] for place in batch] for batch in alike(keys, self.batch))

    def _any_lengths(self, slots: int) -> bool:
        """Whether questions that read so many slots may share a batch whatever their lengths."""
        if slots:
            return self.edited.any_lengths and isinstance(self.reader, JointReader)
        return self.plain.any_lengths


def _slots(choice: Choice, pool: GistPool) -> int:
    return sum(pool.gists[i].slots for i in choice.indices)
