"""Gists in the store: bytes that come back as they were, each made once."""

from __future__ import annotations

from dataclasses import replace

import torch
from sqlalchemy import update

from app.model import Gist
from app.store import Store
from app.store.packing import fault_of_gist, packed, unpacked
from app.store.tables import GistRow
from app.store.values import content_id
from tests.store.samples import LYON, MAKER, OTHER_MAKER, REFUND, fake_gist
from tests.tiny_models import tiny_model


def test_each_maker_has_its_own_and_what_lacks_is_named_in_order(store: Store) -> None:
    contents = [content_id(text) for text in (REFUND, LYON, "Third.")]
    assert store.gists.lacking(MAKER.made_by, contents * 2) == tuple(contents)
    assert store.gists.put(MAKER, [fake_gist(LYON)]) == 1
    assert store.gists.lacking(MAKER.made_by, contents) == (contents[0], contents[2])
    assert store.gists.lacking(OTHER_MAKER.made_by, contents) == tuple(contents)
    assert store.gists.put(OTHER_MAKER, [fake_gist(LYON, OTHER_MAKER)]) == 1
    assert store.gists.counts() == {MAKER.made_by: 1, OTHER_MAKER.made_by: 1}
    assert store.gists.makers() == (MAKER, OTHER_MAKER)


def test_putting_twice_is_putting_once(store: Store) -> None:
    first = fake_gist(LYON)
    assert store.gists.put(MAKER, [first]) == 1
    assert store.gists.put(MAKER, [fake_gist(LYON), fake_gist(REFUND)]) == 1
    found = {gist.content: gist for gist in store.gists.get(MAKER.made_by, [content_id(LYON), content_id(REFUND)])}
    assert found[first.content] == first
    assert len(found) == 2


def test_a_damaged_gist_is_dropped_and_can_be_made_again(store: Store) -> None:
    store.gists.put(MAKER, [fake_gist(LYON), fake_gist(REFUND)])
    with store.database.writing() as session:
        session.execute(update(GistRow).where(GistRow.content == content_id(LYON)).values(data=b"damaged"))
    contents = [content_id(LYON), content_id(REFUND)]
    assert [gist.content for gist in store.gists.get(MAKER.made_by, contents)] == [contents[1]]
    assert store.gists.lacking(MAKER.made_by, contents) == (contents[0],)
    assert store.gists.put(MAKER, [fake_gist(LYON)]) == 1


def test_gists_come_back_bit_for_bit(store: Store) -> None:
    for memory in ("compressed", "verbatim"):
        pool = tiny_model(memory=memory).compress([LYON, REFUND])
        maker = replace(MAKER, made_by=pool.made_by)
        store.gists.put(maker, [packed(gist) for gist in pool])
        by_text = {content_id(gist.text): gist for gist in pool}
        for stored in store.gists.get(pool.made_by, by_text):
            same(unpacked(stored, by_text[stored.content].text), by_text[stored.content])


def test_numbers_of_half_length_keep_their_kind() -> None:
    gist = tiny_model().compress([LYON]).gists[0]
    half = replace(gist, keys=gist.keys.bfloat16(), values=gist.values.bfloat16())
    same(unpacked(packed(half), LYON), half)
    assert fault_of_gist(packed(half)) == ""


def same(found: Gist, wanted: Gist) -> None:
    assert (found.id, found.text, found.labels, found.made_by) == (
        wanted.id,
        wanted.text,
        wanted.labels,
        wanted.made_by,
    )
    for part in ("keys", "values", "selection"):
        assert torch.equal(getattr(found, part), getattr(wanted, part))
        assert getattr(found, part).dtype == getattr(wanted, part).dtype
