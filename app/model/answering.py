"""Answer questions: select, then read with the editor, or leave the question to the untouched backbone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from app.errors import Cancelled, QuestionError
from app.model.backbone import Backbone
from app.model.batching import alike
from app.model.choosing import BegunQuestion, Question, begun, selected
from app.model.decoding import Continuation, Decoder
from app.model.evidence import Answer, Evidence, PartialAnswer, Selection
from app.model.memory import JointSlots, ReadingTrace, SeparateSlots
from app.model.policies import NOTHING, Choice, Policy
from app.model.pool import GistPool
from app.model.progress import Progress, StopAsked
from app.model.prompts import first_line, prompt_of, tokens_of
from app.model.readers import JointReader, Reader, Weighted
from app.model.selection import Selector
from app.model.traces import reading_of


@dataclass(frozen=True, eq=False)
class Answerer:
    """Everything that an answer needs. Holds no state between calls."""

    backbone: Backbone
    plain: Decoder
    """Of the untouched backbone."""
    edited: Decoder
    """Of the editor."""
    selector: Selector
    reader: Reader
    max_question_tokens: int
    batch: int
    one_line: bool = True
    """Whether answers are one line. The decoders must agree."""

    def writing_on(self) -> Answerer:
        """The same, with answers that go on past their first line."""
        plain, edited = (replace(decoder, one_line=False) for decoder in (self.plain, self.edited))
        return replace(self, plain=plain, edited=edited, one_line=False)

    def text_of(self, continuation: str) -> str:
        """The answer in what the backbone wrote."""
        return first_line(continuation) if self.one_line else continuation.strip()

    def prepare(self, text: str) -> Question:
        """Tokenise a question.

        Raises:
            QuestionError: empty, or longer than allowed.
        """
        prompt = prompt_of(text)
        ids = tokens_of(self.backbone.tokenizer, prompt)
        if len(ids) > self.max_question_tokens:
            raise QuestionError(
                given=f"The question has {len(ids)} tokens.",
                allowed=f"At most {self.max_question_tokens} tokens.",
                remedy="Ask a shorter question.",
            )
        return Question(text, prompt, ids)

    def select(
        self,
        questions: Sequence[Question],
        pool: GistPool,
        policy: Policy,
        *,
        layers: bool = False,
        vectors: Tensor | None = None,
    ) -> list[tuple[Selection, Choice]]:
        """Selection and choice per question; contributions by layer where `layers` asks for them.

        Args:
            vectors: the questions' (see `selection.Selector`), where they are known.
        """
        return selected(self.selector, questions, pool, policy, layers=layers, vectors=vectors)

    def select_one(
        self, question: Question, pool: GistPool, policy: Policy
    ) -> tuple[Selection, Choice, BegunQuestion | None]:
        """Selection with contributions by layer, choice, and what was read of the question on the way."""
        start = begun(self.selector, question, pool)
        vectors = start.vectors if start is not None else None
        ((selection, choice),) = self.select([question], pool, policy, layers=True, vectors=vectors)
        return selection, choice, start

    def memory(
        self, pool: GistPool, choices: Sequence[Choice], trace: ReadingTrace | None = None
    ) -> JointSlots | SeparateSlots:
        """What the editor reads for a batch of questions that each read at least one edit."""
        rows = [
            [Weighted(pool.gists[i], w) for i, w in zip(choice.indices, choice.log_weights, strict=True)]
            for choice in choices
        ]
        return self.reader.memory(rows, trace)

    def stream(
        self,
        text: str,
        pool: GistPool,
        policy: Policy,
        max_new_tokens: int,
        *,
        record: bool = True,
        stop_asked: StopAsked | None = None,
    ) -> Iterator[PartialAnswer]:
        """Answer one question token by token, the backbone's own answer growing beside it.

        Raises:
            QuestionError: empty, or longer than allowed.
            Cancelled: `stop_asked()` said so; what was yielded before stays valid.
        """
        started = time.perf_counter()
        question = self.prepare(text)
        selection, choice, start = self.select_one(question, pool, policy)
        timings = {"select": time.perf_counter() - started}
        trace = ReadingTrace() if record and choice.indices else None
        original, edited = Continuation(), Continuation()
        edited_steps = self.steps_of(question, pool, choice, max_new_tokens, trace, start)
        for edited in edited_steps:
            timings.setdefault("first_token", time.perf_counter() - started)
            yield PartialAnswer(self.text_of(edited.text), "", selection)
            _check_stop(stop_asked)
        timings["total"] = time.perf_counter() - started
        if choice.indices:
            for original in self.steps_of(question, pool, NOTHING, max_new_tokens, None, start):
                yield PartialAnswer(self.text_of(edited.text), self.text_of(original.text), selection)
                _check_stop(stop_asked)
        else:
            original = edited
        timings["original"] = time.perf_counter() - started - timings["total"]
        answer = self._answer(question, edited, self.text_of(original.text), selection, policy, timings, pool, trace)
        yield PartialAnswer(answer.text, answer.original, selection, answer)

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

    def answer_many(
        self,
        asked: Sequence[str],
        pool: GistPool,
        policy: Policy,
        max_new_tokens: int,
        *,
        original: bool = False,
        progress: Progress | None = None,
        stop_asked: StopAsked | None = None,
    ) -> list[Answer]:
        """Answer many questions in batches, without reading evidence; the same answers as one by one.

        Raises:
            QuestionError: an empty or too long one.
            Cancelled: `stop_asked()` said so between two batches.
        """
        questions = [self.prepare(text) for text in asked]
        started = time.perf_counter()
        selected = self.select(questions, pool, policy)
        timings = {"select": time.perf_counter() - started}
        choices = [choice for _, choice in selected]
        beside = [i for i, choice in enumerate(choices) if original and choice.indices]
        written = self.write(
            [*questions, *(questions[i] for i in beside)],
            pool,
            [*choices, *([NOTHING] * len(beside))],
            max_new_tokens,
            progress=progress,
            stop_asked=stop_asked,
        )
        own = {i: row for i, row in enumerate(written[: len(questions)]) if not choices[i].indices}
        own |= dict(zip(beside, written[len(questions) :], strict=True))
        texts = {i: self.text_of(row.text) for i, row in own.items()}
        timings["total"] = time.perf_counter() - started
        return [
            self._answer(question, written[i], texts.get(i, ""), selected[i][0], policy, timings, pool, None)
            for i, question in enumerate(questions)
        ]

    def write(
        self,
        questions: Sequence[Question],
        pool: GistPool,
        choices: Sequence[Choice],
        max_new_tokens: int,
        *,
        progress: Progress | None = None,
        stop_asked: StopAsked | None = None,
    ) -> list[Continuation]:
        """Each question gone on with by its choice of edits; an empty choice is the untouched backbone's.

        Raises:
            Cancelled: `stop_asked()` said so between two batches.
        """
        tally = _Tally(len(questions), progress)
        written: dict[int, Continuation] = {}
        for batch in self._alike(questions, [_slots(choice, pool) for choice in choices]):
            _check_stop(stop_asked)
            ids, chosen = [questions[i].token_ids for i in batch], [choices[i] for i in batch]
            if chosen[0].indices:
                rows = self.edited.run(ids, max_new_tokens, self.memory(pool, chosen))
            else:
                rows = self.plain.run(ids, max_new_tokens)
            written |= dict(zip(batch, rows, strict=True))
            tally.add(len(batch))
        return [written[i] for i in range(len(questions))]

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

    def _answer(
        self,
        question: Question,
        edited: Continuation,
        original: str,
        selection: Selection,
        policy: Policy,
        timings: dict[str, float],
        pool: GistPool,
        trace: ReadingTrace | None,
    ) -> Answer:
        ids = self._ids_of(edited)
        reading = reading_of(trace, len(ids), pool, selection, self.reader) if trace is not None else None
        return Answer(
            question=question.text,
            prompt=question.prompt,
            text=self.text_of(edited.text),
            original=original,
            tokens=tuple(self.backbone.tokenizer.decode([i]) for i in ids),
            token_ids=tuple(ids),
            evidence=Evidence(selection, reading),
            policy=policy,
            timings=dict(timings),
            log_probabilities=tuple(edited.log_probabilities[: len(ids)]),
            prompt_tokens=len(question.token_ids),
        )

    def _ids_of(self, continuation: Continuation) -> list[int]:
        """The tokens that the answer needs: without those behind its first line."""
        ids, wanted = list(continuation.token_ids), self.text_of(continuation.text)
        while ids and self.text_of(self.backbone.tokenizer.decode(ids[:-1])) == wanted:
            ids.pop()
        return ids


@dataclass
class _Tally:
    """Counts answers and tells how far it is."""

    total: int
    progress: Progress | None
    done: int = 0

    def add(self, answers: int) -> None:
        self.done += answers
        if self.progress is not None:
            self.progress(f"{self.done} of {self.total} answers", self.done / self.total)


def _slots(choice: Choice, pool: GistPool) -> int:
    return sum(pool.gists[i].slots for i in choice.indices)


def _check_stop(stop_asked: StopAsked | None) -> None:
    if stop_asked is not None and stop_asked():
        raise Cancelled(given="Answering was stopped.", remedy="Ask again when you like.")
