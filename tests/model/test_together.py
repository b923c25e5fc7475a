"""Answers written at the same time are those written alone, to the last bit, whoever joins and leaves meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
import pytest
import torch

from app.config import Settings
from app.errors import Cancelled
from app.model import Answer, EditableModel, GistPool, PartialAnswer, answering_together
from app.model.lending.borrowing import borrowing
from app.model.together import SharedDecoder
from tests.tiny_models import tiny_model

EDITS = ("The capital of France is Lyon.", "Ada has 3 cats.", "Tea: 4 minutes.", "x")
QUESTIONS = ("What is the capital of France?", "Ada has", "How long does tea take to be ready?", "Tea")


@dataclass
class Asked:
    """A question with its own pool, policy and length."""

    question: str
    pool: GistPool | None
    policy: str
    longest: int
    joins: int = 0
    """The round in which it comes."""
    stops: int | None = None
    """The round in which it is stopped."""
    partials: list[PartialAnswer] = field(default_factory=list)

    def stream(self, model: EditableModel, stopped: Iterator[bool] | None = None) -> Iterator[PartialAnswer]:
        return model.stream(
            self.question,
            self.pool,
            policy=self.policy,
            max_new_tokens=self.longest,
            stop_asked=None if stopped is None else lambda: next(stopped),
        )

    @property
    def answer(self) -> Answer:
        found = self.partials[-1].done
        assert found is not None
        return found


@pytest.fixture(scope="module")
def model() -> EditableModel:
    pytest.importorskip("numba", reason="packed layers are compiled by numba")
    return tiny_model(grouped=True, zero_logit=-100.0).writing_on()  # no answer ends with its first line


@pytest.fixture
def together(model: EditableModel) -> EditableModel:
    found = answering_together(model)
    assert found is not None
    return found


def asked_of(model: EditableModel) -> list[Asked]:
    """Every question with every policy, each with other edits and of another length, joining round by round."""
    number = count()
    found = []
    for policy in ("default", "top-2", "all", "strict"):
        for question in QUESTIONS:
            i = next(number)
            pool = None if i % 5 == 4 else model.compress(EDITS[: 1 + i % 4])
            found.append(Asked(question, pool, policy, 2 + i % 7, joins=i // 2))
    return found


def written(together: EditableModel, asked: Sequence[Asked]) -> int:
    """Takes a step of each in every round; returns the most that were there at once."""
    streams: dict[int, Iterator[PartialAnswer]] = {}
    most, turn, last = 0, 0, max(one.joins for one in asked)
    while streams or turn <= last:
        streams |= {i: one.stream(together) for i, one in enumerate(asked) if one.joins == turn}
        for i, stream in list(streams.items()):
            if asked[i].stops == turn:
                streams.pop(i).close()  # type: ignore[attr-defined]  # a generator
            elif (partial := next(stream, None)) is not None:
                asked[i].partials.append(partial)
            else:
                del streams[i]
        most, turn = max(most, len(streams)), turn + 1
    return most


def assert_equal(ours: Answer, alone: Answer) -> None:
    """Tokens, their probabilities, what was selected and what was read: to the last bit."""
    assert ours.token_ids == alone.token_ids
    assert ours.log_probabilities == alone.log_probabilities
    assert (ours.text, ours.original) == (alone.text, alone.original)
    ours_selected, alone_selected = ours.evidence.selection, alone.evidence.selection
    assert ours_selected.chosen == alone_selected.chosen
    assert np.array_equal(ours_selected.logits, alone_selected.logits)
    assert (ours.evidence.reading is None) == (alone.evidence.reading is None)
    if ours.evidence.reading is not None and alone.evidence.reading is not None:
        assert np.array_equal(ours.evidence.reading.mass, alone.evidence.reading.mass)
        assert np.array_equal(ours.evidence.reading.self_mass, alone.evidence.reading.self_mass)


@pytest.mark.parametrize("threads", [1, 3])
def test_each_is_answered_as_alone_from_its_own_edits(
    model: EditableModel, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    together = answering_together(model)
    assert together is not None
    asked = asked_of(model)
    assert written(together, asked) > 6
    kinds = set()
    for one in asked:
        alone = [*one.stream(model)]
        assert alone[-1].done is not None
        assert_equal(one.answer, alone[-1].done)
        assert [(p.text, p.original) for p in one.partials] == [(p.text, p.original) for p in alone]
        kinds.add(len(one.answer.evidence.selection.chosen))
    assert kinds >= {0, 1, 2, 4}


def test_who_is_stopped_leaves_the_others_as_they_were(model: EditableModel, together: EditableModel) -> None:
    asked = asked_of(model)
    for i in (1, 6, 11):
        asked[i].stops = asked[i].joins + 2
    written(together, asked)
    for one in asked:
        if one.stops is None:
            alone = [*one.stream(model)][-1].done
            assert alone is not None
            assert_equal(one.answer, alone)
        else:
            assert one.partials[-1].done is None


def test_a_stop_that_is_asked_for_ends_that_one_alone(model: EditableModel, together: EditableModel) -> None:
    pool = model.compress(EDITS)
    stopped, other = (Asked(question, pool, "default", 6) for question in QUESTIONS[:2])
    first, second = stopped.stream(together, iter([False, True])), other.stream(together)
    next(first), next(second), next(first)
    with pytest.raises(Cancelled):
        next(first)
    other.partials += second
    alone = [*other.stream(model)][-1].done
    assert alone is not None
    assert_equal(other.answer, alone)


def test_nothing_is_held_once_all_have_left(model: EditableModel, together: EditableModel) -> None:
    asked = asked_of(model)
    asked[3].stops = asked[3].joins + 1
    written(together, asked)
    for decoder in (together.answerer.plain, together.answerer.edited):
        assert isinstance(decoder, SharedDecoder)
        assert len(decoder.passage) == 0
        assert decoder.passage.keys.nbytes == decoder.passage.values.nbytes == decoder.passage.slots.keys.nbytes == 0


def test_caches_follow_who_is_there(model: EditableModel, together: EditableModel) -> None:
    """One long answer, then short ones: room grows for it, and is given back once it has left."""
    decoder = together.answerer.plain
    assert isinstance(decoder, SharedDecoder)
    short = Asked("Tea", None, "default", 2).stream(together)
    next(short)
    small = decoder.passage.keys.nbytes
    long = Asked("Tea", None, "default", 600).stream(together)
    next(long)
    assert decoder.passage.keys.nbytes > 8 * small
    long.close()  # type: ignore[attr-defined]  # a generator
    next(Asked("Ada", None, "default", 2).stream(together))
    assert decoder.passage.keys.nbytes == small
    assert [*short][-1].done is not None


def test_the_decoder_alone_writes_what_it_wrote(model: EditableModel, together: EditableModel) -> None:
    prompts = [model.answerer.prepare(question).token_ids for question in QUESTIONS]
    for batch in (prompts[:1], prompts):
        ours, wanted = (which.answerer.plain.run(batch, 5) for which in (together, model))
        assert [row.token_ids for row in ours] == [row.token_ids for row in wanted]


def test_other_models_answer_one_by_one(model: EditableModel) -> None:
    assert answering_together(borrowing(model, lambda _piece: pytest.fail("nothing is computed"))) is None
    assert answering_together(tiny_model()) is None
    assert answering_together(tiny_model(grouped=True, settings=Settings(packed=False))) is None
    pytest.importorskip("numba")
    separate = tiny_model(grouped=True, reader="separate")
    assert separate.answerer.plain.packed is not None
    assert answering_together(separate) is None
    assert answering_together(replace(tiny_model(grouped=True), memory="verbatim")) is not None
