"""Pools: immutable, set-like, of one maker."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from app.errors import PoolError
from app.model import Gist, GistPool, edit_id, normalise_edit
from tests.tiny_models import tiny_model


def gist(text: str, made_by: str = "me") -> Gist:
    return Gist(
        edit_id(text), text, torch.zeros(1, 1, 2, 2), torch.zeros(1, 1, 2, 2), torch.ones(3), ("gist 1",), made_by
    )


def pool(*texts: str, made_by: str = "me") -> GistPool:
    return GistPool(tuple(gist(text, made_by) for text in texts), made_by)


texts_of_pools = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(texts_of_pools, texts_of_pools)
def test_pools_behave_like_ordered_sets(first: list[str], second: list[str]) -> None:
    left, right = pool(*first), pool(*second)
    both = left + right
    assert list(both.texts) == list(dict.fromkeys([*first, *second]))
    rest = both.without(*right.ids)
    assert set(rest.texts) == set(first) - set(second)
    assert left.texts == tuple(dict.fromkeys(first))  # neither was changed
    assert right.texts == tuple(dict.fromkeys(second))
    assert set((left + right).ids) == set((right + left).ids)
    assert (both + both).ids == both.ids
    assert all(text_id in both for text_id in right.ids)
    assert len(list(iter(both))) == len(both) == len(both.ids)
    assert both.bytes == sum(each.bytes for each in both)
    assert both.only(reversed(both.ids)).ids == tuple(reversed(both.ids))


def test_a_pool_cannot_be_changed() -> None:
    held = pool("a", "b")
    for change in ("gists", "made_by", "_by_id"):
        with pytest.raises(FrozenInstanceError):
            setattr(held, change, ())
    with pytest.raises(FrozenInstanceError):
        held.gists[0].text = "c"  # type: ignore[misc]  # frozen, which is tested
    assert isinstance(held.gists, tuple)


def test_pools_share_their_gists() -> None:
    held = pool("a", "b", "c")
    assert held.without(edit_id("b")).gists[1] is held.gists[2]
    assert (held + pool("d"))[edit_id("a")] is held.gists[0]


def test_an_unknown_id_is_named_and_passed_over_only_when_removing() -> None:
    held = pool("a")
    assert "nowhere" not in held
    assert held.without("nowhere").ids == held.ids
    for ask in (lambda: held["nowhere"], lambda: held.only(["nowhere"])):
        with pytest.raises(PoolError, match="no edit nowhere in this pool"):
            ask()


def test_makers_do_not_mix() -> None:
    ours, theirs = pool("a"), pool("b", made_by="another")
    for first, second in ((ours, theirs), (theirs, ours)):
        with pytest.raises(PoolError, match="made by another model"):
            _ = first + second
    with pytest.raises(PoolError, match="made by another model"):
        GistPool((gist("a"),), "another")
    empty = GistPool((), "another")
    assert (empty + ours).made_by == (ours + empty).made_by == "me"


def test_a_pool_of_another_maker_is_not_read() -> None:
    model, other = tiny_model(), tiny_model(memory="verbatim")
    theirs = other.compress(["Tea takes 4 minutes."])
    answer = model.answer("How long?", model.compress(["Tea takes 4 minutes."]))
    for ask in (
        lambda: model.answer("How long?", theirs),
        lambda: next(model.stream("How long?", theirs)),
        lambda: model.answer_many(["How long?"], theirs),
        lambda: model.score("How long?", "4", theirs),
        lambda: model.leave_one_out(answer, theirs),
    ):
        with pytest.raises(PoolError, match="made by another model"):
            ask()
    assert model.answer("How long?", other.empty_pool()).text  # nothing in it that could be wrong


def test_the_selection_matrix_is_stacked_once() -> None:
    held = pool("a", "b")
    assert held.selection_matrix.shape == (2, 3)
    assert held.selection_matrix is held.selection_matrix
    assert pool().selection_matrix.shape == (0, 0)


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise_edit(text)
    assert normalise_edit(once) == once
    assert edit_id(text) == edit_id(once)
    assert len(edit_id(text)) == 16
