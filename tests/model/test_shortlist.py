"""A large pool's shortlist: the best edits computed exactly, the others estimated and never above them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from app.model import EditableModel, GistPool
from app.model import pool as pools
from app.model import selection as selections
from app.model import shortlist as shortlists
from app.model.packed import compiling
from app.model.policies import POLICIES
from app.model.selection import logits, logits_by_part
from app.model.shortlist import Directions, best_of, corrected, shortlist_of
from tests.tiny_models import tiny_model

EDITS = [f"Article {i} costs {7 * i} euros." for i in range(40)]


@pytest.fixture(scope="module")
def model() -> EditableModel:
    return tiny_model()


@pytest.fixture
def pool(model: EditableModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[GistPool]:
    """A pool that counts as large, with six on the shortlist."""
    monkeypatch.setattr(pools, "FROM", 20)
    monkeypatch.setattr(pools, "SIZE", 8)
    monkeypatch.setattr(shortlists, "MOST", 6)
    for module in (shortlists, selections):
        monkeypatch.setattr(module, "LEAST", 6)
    found = model.compress(EDITS)
    assert found.is_large
    yield found


def test_the_best_are_exact_and_the_others_estimates(model: EditableModel, pool: GistPool) -> None:
    vectors = model.answerer.selector.question_vectors(["Q: What does article 7 cost?\nA:", "Q: Tea\nA:"])
    found, exact = logits(vectors, pool, model.answerer.selector), vectors @ pool.selection_matrix.T
    assert found.nearest is not None
    for row, wanted, computed in zip(found.edits, exact, found.nearest, strict=True):
        assert len(computed) == 6
        assert int(wanted.argmax()) in computed
        assert row[computed].numpy() == pytest.approx(wanted[computed].numpy(), abs=1e-4)
        assert row.numpy() == pytest.approx(wanted.numpy(), abs=0.5)  # of logits between -15 and 15
        others = np.setdiff1d(np.arange(len(pool)), computed)
        assert row[others].max() <= row[computed].min()


def test_answers_choose_as_without_a_shortlist(
    model: EditableModel, pool: GistPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = [f"What does article {i} cost?" for i in range(0, 40, 7)]
    short = [model.answer(question, pool) for question in questions]
    monkeypatch.setattr(pools, "FROM", 1000)
    for answer, question in zip(short, questions, strict=True):
        wanted = model.answer(question, pool)
        assert answer.evidence.selection.chosen == wanted.evidence.selection.chosen
        assert answer.token_ids == wanted.token_ids
        by_layer, logit = answer.evidence.selection.by_layer, answer.evidence.selection.logits
        known = ~np.isnan(by_layer[0])
        assert known.sum() == 6
        assert by_layer[:, known].sum(0) == pytest.approx(logit[known], abs=1e-4)


def test_batched_and_single_questions_are_alike(model: EditableModel, pool: GistPool) -> None:
    many = model.answer_many([EDITS[3], EDITS[9]], pool, policy=POLICIES["top-4"])
    for answer in many:
        alone = model.answer(answer.question, pool, policy=POLICIES["top-4"])
        assert answer.evidence.selection.chosen == alone.evidence.selection.chosen
        assert answer.evidence.selection.logits == pytest.approx(alone.evidence.selection.logits, abs=1e-3)


def test_the_order_of_the_pool_does_not_matter(model: EditableModel, pool: GistPool) -> None:
    turned = GistPool(tuple(reversed(pool.gists)), pool.made_by)
    vectors = model.answerer.selector.question_vectors(["Q: What does article 7 cost?\nA:"])
    one, other = (logits(vectors, which, model.answerer.selector).edits for which in (pool, turned))
    assert one[0].numpy() == pytest.approx(other[0].flip(0).numpy(), abs=1e-3)


def test_a_pool_made_from_another_takes_its_small_copies_over(
    model: EditableModel, pool: GistPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = pool.shortlist
    monkeypatch.setattr(Directions, "of", lambda _sample: pytest.fail("made anew"))
    grown = pool.without(pool.ids[0]) + model.compress(["A new one."])
    assert grown.shortlist.directions is known.directions
    assert np.array_equal(grown.shortlist.small[:-1], known.small[1:])
    assert grown.shortlist.small[-1].any()


def test_without_a_compiler_the_products_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = torch.Generator().manual_seed(0)
    vectors = torch.randn(50, 96, generator=numbers)
    short = shortlist_of(list(vectors), [f"{i:03}" for i in range(50)])
    questions = torch.randn(3, 96, generator=numbers)
    estimates = short.estimates(questions)
    assert estimates == pytest.approx((questions @ vectors.T).numpy(), abs=1.5)
    monkeypatch.setattr(compiling, "can_compile", lambda: False)
    assert short.estimates(questions) == pytest.approx(estimates, abs=1e-3)


def test_equal_vectors_have_no_directions() -> None:
    same = torch.ones(5, 64)
    short = shortlist_of(list(same), list("abcde"))
    assert short.estimates(torch.ones(1, 64)) == pytest.approx(64.0)


def test_few_edits_are_all_computed() -> None:
    assert best_of(np.arange(5.0)).tolist() == [0, 1, 2, 3, 4]
    estimates = np.array([3.0, 9.0, 1.0])
    assert corrected(estimates, np.array([0, 2]), np.array([2.0, 1.5])).tolist() == [2.0, 1.5, 1.5]


def test_where_one_edit_is_far_ahead_few_logits_are_computed() -> None:
    estimates = np.zeros(5000)
    estimates[4321] = 40.0
    assert len(best_of(estimates)) == 64
    assert 4321 in best_of(estimates)


def test_as_many_logits_are_computed_as_have_the_weight() -> None:
    estimates = np.full(10_000, -30.0)
    estimates[50:550] = 0.0  # equally near: all but one in a thousand of them are needed
    assert len(set(best_of(estimates)) & set(range(50, 550))) == 500


def test_where_no_edit_is_near_there_is_an_end_to_it() -> None:
    assert len(best_of(np.zeros(10_000))) == 4096
    assert best_of(np.linspace(0, 1e-3, 2_000_000)).tolist() == list(range(1_995_904, 2_000_000))


def test_contributions_of_a_small_pool_are_all_known(model: EditableModel) -> None:
    small = model.compress(EDITS[:3])
    assert not small.is_large
    vector = model.answerer.selector.question_vectors([EDITS[0]])[0]
    assert not np.isnan(logits_by_part(vector, small, model.answerer.selector.sizes)).any()
