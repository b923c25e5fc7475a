"""Edits in the store, on both databases: what is added, found, changed, refused."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from app.data import Edit
from app.data.edit import folded
from app.errors import EditChangedError, EditExistsError, EditMissingError, InputError
from app.store import Search, Seen, Store
from tests.store.samples import LYON, PROBE, REFUND, RETURNS, edits


def texts(store: Store, **search: Any) -> list[str]:
    return [edit.text for edit in store.edits.find(Search(**search)).edits]


def test_what_is_added_comes_back(store: Store) -> None:
    added = store.edits.add(edits(LYON, REFUND), author=" Ann ", note="n\n2", tags=["b", "a", "", "b"], probes=[PROBE])
    assert [edit.text for edit in added.new] == [LYON, REFUND]
    assert added.repeated == ()
    first = store.edits.get(added.new[0].id)
    assert first == added.new[0]
    assert (first.author, first.note, first.tags, first.probes) == ("Ann", "n\n2", ("a", "b"), (PROBE,))
    assert (first.state, first.version, first.gist_id) == ("approved", 1, first.content[:16])
    assert first.gist_id == Edit.of(LYON).id
    assert first.created == first.changed and first.created.tzinfo is not None


def test_the_same_text_is_there_once_and_the_second_is_told(store: Store) -> None:
    first = store.edits.add(edits(LYON, REFUND, f"  {LYON} ")).new
    added = store.edits.add(edits("New.", "The capital  of France\nis Lyon."), author="Bo")
    assert [edit.text for edit in added.new] == ["New."]
    assert added.repeated == (first[0],)
    assert texts(store, sort="oldest") == [LYON, REFUND, "New."]


def test_nothing_is_added_where_one_cannot_be(store: Store) -> None:
    for wrong in ("", "bell \x07", "x" * 2001, "half \ud800"):
        with pytest.raises(InputError):
            store.edits.add([*edits(LYON), Edit(wrong, "", None)])
    for too_long in ({"note": "n" * 2001}, {"author": "a" * 201}, {"tags": ["t" * 61]}):
        with pytest.raises(InputError, match="At most"):
            store.edits.add(edits(LYON), **too_long)
    assert store.edits.counts() == {}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", [LYON, REFUND, RETURNS, "100% of ÜBER_size \\ 'quotes'"]),
        ("CAPITAL france", [LYON]),
        ("apita", [LYON]),
        ("45", [REFUND, RETURNS]),
        ("返品", [RETURNS]),
        ("４５", [REFUND, RETURNS]),
        ("%of", []),
        ("100%", ["100% of ÜBER_size \\ 'quotes'"]),
        ("_", ["100% of ÜBER_size \\ 'quotes'"]),
        ("\\", ["100% of ÜBER_size \\ 'quotes'"]),
        ("über", ["100% of ÜBER_size \\ 'quotes'"]),
        ("'", ["100% of ÜBER_size \\ 'quotes'"]),
        ("from-the-note", [LYON]),
        ("\x00", []),
        ("\ud800", []),
    ],
)
def test_search_finds_every_word_anywhere(words: str, found: list[str], store: Store) -> None:
    store.edits.add(edits(LYON), note="From-The-Note")
    store.edits.add(edits(REFUND, RETURNS, "100% of ÜBER_size \\ 'quotes'"))
    assert texts(store, words=words, sort="oldest") == found


def test_a_search_knows_letters_that_have_no_capital_of_their_own(store: Store) -> None:
    store.edits.add(edits("Die Straße ist gesperrt."))
    assert texts(store, words="STRASSE") == texts(store, words="straße") == ["Die Straße ist gesperrt."]


def test_lists_by_tag_language_state_and_order(store: Store) -> None:
    store.edits.add([Edit("b one", "", "en"), Edit("A two", "", "de")], tags=["x", "y"])
    store.edits.add([Edit("c three", "", None)], tags=["x"], state="draft")
    gone = store.edits.add(edits("d four"), tags=["x"]).new
    store.edits.retire([gone[0].seen])
    assert texts(store) == ["c three", "A two", "b one"]
    assert texts(store, sort="text") == ["A two", "b one", "c three"]
    assert texts(store, tag="y", sort="oldest") == ["b one", "A two"]
    assert texts(store, tag="Y") == []
    assert texts(store, language="de") == ["A two"]
    assert texts(store, states=("retired",)) == ["d four"]
    assert texts(store, states=("approved",), tag="x", words="o", sort="oldest") == ["b one", "A two"]
    assert [edit.text for edit in store.edits.active()] == ["b one", "A two"]
    assert store.edits.counts() == {"approved": 2, "retired": 1, "draft": 1}
    assert store.edits.tags() == {"x": 3, "y": 2}
    store.edits.change(store.edits.find(Search(words="one")).edits[0].seen, note="newer")
    assert texts(store, sort="changed", limit=1) == ["b one"]


def test_pages_hold_every_edit_once(store: Store) -> None:
    store.edits.add(edits(*(f"Fact {number}" for number in range(25))))
    pages = [store.edits.find(Search(limit=10, offset=offset)) for offset in (0, 10, 20, 30)]
    assert [len(page.edits) for page in pages] == [10, 10, 5, 0]
    assert {page.total for page in pages} == {25}
    assert len({edit.id for page in pages for edit in page.edits}) == 25


def test_a_change_changes_what_is_given_and_counts(store: Store) -> None:
    edit = store.edits.add(edits(LYON), author="Ann", note="old", tags=["a"], probes=[PROBE]).new[0]
    later = store.edits.change(edit.seen, text=" Die Hauptstadt von Frankreich ist  Lyon. ", author="Bo")
    assert later == store.edits.get(edit.id)
    assert (later.text, later.language) == ("Die Hauptstadt von Frankreich ist Lyon.", "de")
    assert (later.content, later.version) == (store.edits.get(edit.id).content, 2)
    assert (later.note, later.tags, later.probes, later.author, later.changed_by) == (
        "old",
        ("a",),
        (PROBE,),
        "Ann",
        "Bo",
    )
    assert later.changed > later.created
    assert texts(store, words="capital") == [] and texts(store, words="hauptstadt") == [later.text]
    again = store.edits.change(later.seen, text=later.text, note="old")
    assert again == later, "what changes nothing is no change"
    final = store.edits.change(later.seen, note="", tags=[], probes=[], state="draft")
    assert (final.note, final.tags, final.probes, final.state, final.version) == ("", (), (), "draft", 3)


def test_the_second_of_two_changes_is_refused_and_told_whose_was_first(store: Store) -> None:
    edit = store.edits.add(edits(LYON, REFUND)).new
    mine = store.edits.change(edit[0].seen, note="mine", author="Ann")
    for late in (
        lambda: store.edits.change(edit[0].seen, note="yours", author="Bo"),
        lambda: store.edits.tag([edit[1].seen, edit[0].seen], add=["t"]),
        lambda: store.edits.retire([edit[1].seen, edit[0].seen]),
    ):
        with pytest.raises(EditChangedError, match="Ann has changed"):
            late()
    assert store.edits.get(edit[0].id) == mine
    assert store.edits.get(edit[1].id) == edit[1], "all or nothing"


def test_an_unknown_edit_is_said_to_be_missing(store: Store) -> None:
    for step in (
        lambda: store.edits.get("no such"),
        lambda: store.edits.get("nul \x00"),
        lambda: store.edits.change(Seen("0" * 32, 1), note="x"),
        lambda: store.edits.retire([Seen("0" * 32, 1)]),
    ):
        with pytest.raises(EditMissingError):
            step()


def test_two_edits_in_use_never_have_the_same_text(store: Store) -> None:
    first, second = store.edits.add(edits(LYON, REFUND)).new
    with pytest.raises(EditExistsError, match="Lyon"):
        store.edits.change(second.seen, text=LYON)
    gone = store.edits.retire([first.seen])[0]
    third = store.edits.change(second.seen, text=LYON)
    with pytest.raises(EditExistsError):
        store.edits.restore([gone.seen])
    also_gone = store.edits.retire([third.seen])[0]
    with pytest.raises(EditExistsError):
        store.edits.restore([gone.seen, also_gone.seen])
    assert store.edits.restore([gone.seen])[0].text == LYON


def test_a_deleted_edit_comes_back_as_it_was(store: Store) -> None:
    draft = store.edits.add(edits(LYON), state="draft", tags=["a"]).new[0]
    active = store.edits.add(edits(REFUND)).new[0]
    gone = store.edits.retire([draft.seen, active.seen], author="Bo")
    assert [edit.state for edit in gone] == ["retired", "retired"]
    assert texts(store) == [] and store.edits.active() == () and store.edits.tags() == {}
    assert store.edits.retire([edit.seen for edit in gone]) == gone, "once is enough"
    with pytest.raises(EditMissingError, match="Restore it first"):
        store.edits.change(gone[0].seen, note="x")
    back = store.edits.restore([edit.seen for edit in gone], author="Bo")
    assert [(edit.state, edit.version) for edit in back] == [("draft", 3), ("approved", 3)]
    assert back[0].tags == ("a",)
    assert store.edits.restore([edit.seen for edit in back]) == back


def test_tags_are_put_on_and_taken_off_many_at_once(store: Store) -> None:
    first = store.edits.add(edits(LYON), tags=["a", "b"]).new[0]
    second = store.edits.add(edits(REFUND)).new[0]
    after = store.edits.tag([first.seen, second.seen], add=["c"], remove=["a", "none"])
    assert [(edit.tags, edit.version) for edit in after] == [(("b", "c"), 2), (("c",), 2)]
    assert store.edits.tags() == {"b": 1, "c": 2}


def test_ten_thousand_edits_are_searched_well_within_a_second(store: Store) -> None:
    many = [
        Edit(f"Shop {n} of street {n * 7919 % 10007} keeps {n * 31} kinds of {folded('Tea')}.", "", "en")
        for n in range(10_000)
    ]
    store.edits.add(many, tags=["shops"])
    for search in (
        Search("7919"),
        Search("shop tea"),
        Search("nothing"),
        Search(tag="shops", sort="text", offset=9_000),
    ):
        begin = perf_counter()
        store.edits.find(search)
        assert perf_counter() - begin < 0.5


def test_keys_are_those_of_what_is_found_and_lead_to_it(store: Store) -> None:
    added = store.edits.add([Edit.of(f"Fact {number} of the {kind}.") for number in range(4) for kind in "ab"]).new
    search = Search("the b", sort="oldest", limit=2)
    keys = store.edits.keys(search)
    wanted = [edit for edit in added if edit.text.endswith("b.")]
    assert keys == tuple((edit.id, edit.content) for edit in wanted)
    assert store.edits.those([wanted[3].id, "unknown", wanted[0].id]) == (wanted[3], wanted[0])
