"""Answer questions: select, then read with the editor, or leave the question to the untouched backbone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from app.errors import Cancelled, QuestionError
from app.model.choosing import BegunQuestion, Question, begun, selected
from app.model.decoding import Continuation
from app.model.evidence import Answer, Evidence, PartialAnswer, Selection
from app.model.memory import ReadingTrace
from app.model.policies import NOTHING, Choice, Policy
from app.model.pool import GistPool
from app.model.progress import Progress, StopAsked
from app.model.prompts import prompt_of, tokens_of
from app.model.selection import Selector
from app.model.traces import reading_of
from app.model.writing import Writer


@dataclass(frozen=True, eq=False, kw_only=True)
class Answerer(Writer):
    """Everything that an answer needs. Holds no state between calls."""

    selector: Selector
    max_question_tokens: int

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
        edited, own = Continuation(), None
        for edited, own in self.side_by_side(question, pool, choice, max_new_tokens, trace, start):
            timings.setdefault("first_token", time.perf_counter() - started)
            if own is None:
                timings["total"] = time.perf_counter() - started
            yield PartialAnswer(self.text_of(edited.text), "" if own is None else self.text_of(own.text), selection)
            _check_stop(stop_asked)
        original = edited if own is None else own
        timings["original"] = time.perf_counter() - started - timings["total"]
        answer = self._answer(question, edited, self.text_of(original.text), selection, policy, timings, pool, trace)
        yield PartialAnswer(answer.text, answer.original, selection, answer)

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
        _check_stop(stop_asked)
        for batch in self.batches(questions, pool, choices, max_new_tokens):
            written |= batch
            tally.add(len(batch))
            if len(written) < len(questions):
                _check_stop(stop_asked)
        return [written[i] for i in range(len(questions))]

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


def _check_stop(stop_asked: StopAsked | None) -> None:
    if stop_asked is not None and stop_asked():
        raise Cancelled(given="Answering was stopped.", remedy="Ask again when you like.")
