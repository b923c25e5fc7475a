"""The difference of two documents, pasted corrections, and the edits that are proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import Edit, Terms
from app.data.document_changes import all_new, changes_between
from app.data.document_edits import document_edits
from app.data.documents import Place, Statement
from app.data.old_new import pasted_changes

WORDS = ("The shop", "A kettle", "Every desk", "Staff leave", "No fee")
ENDS = ("opens at 7", "weighs 2 kg", "is free", "takes 45 days", "was closed in May")


def statement(text: str, key: str = "") -> Statement:
    return Statement(text, Place(), key)


SAID = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(ENDS)).map(lambda parts: statement(f"{' '.join(parts)}.")),
    unique_by=lambda one: one.text,
    max_size=12,
)


@given(SAID)
def test_equal_documents_give_no_proposal_in_any_order(said: list[Statement]) -> None:
    assert changes_between(said, said) == ()
    assert changes_between(said, said[::-1]) == ()


@given(SAID, SAID)
def test_every_changed_statement_is_in_exactly_one_change(old: list[Statement], new: list[Statement]) -> None:
    found = changes_between(old, new)
    before, after = {one.text for one in old}, {one.text for one in new}
    assert sorted(one.new.text for one in found if one.new) == sorted(after - before)
    assert sorted(one.old.text for one in found if one.old) == sorted(before - after)
    for one in found:
        assert (one.kind == "removed") == (one.new is None)
        assert (one.kind == "new") == (one.old is None)


def test_the_most_alike_are_a_pair_and_a_key_goes_before_likeness() -> None:
    old = [statement("The fee is 5 euros.", "fee"), statement("Staff have 20 days of leave.")]
    new = [statement("Staff have 25 days of leave.", ""), statement("Nobody pays anything.", "fee")]
    assert [(one.kind, one.old and one.old.text) for one in changes_between(old, new)] == [
        ("changed", "Staff have 20 days of leave."),
        ("changed", "The fee is 5 euros."),
    ]


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("It opens at 7. -> It opens at 8.", "It opens at 7.", "It opens at 8."),
        ("It opens at 7. → It opens at 8.", "It opens at 7.", "It opens at 8."),
        ("It opens at 7.\tIt opens at 8.", "It opens at 7.", "It opens at 8."),
        ("The fee is not 5 euros but 6 euros.", "The fee is 5 euros.", "The fee is 6 euros."),
        ("返品期間は30日ではなく45日です。", "返品期間は30日です。", "返品期間は45日です。"),
        ("It opens at 8.", None, "It opens at 8."),
        ("It opens at 7. ->", "It opens at 7.", None),
    ],
)
def test_pasted_corrections(line: str, old: str | None, new: str | None) -> None:
    (change,) = pasted_changes(f"\n{line}\n")
    assert (change.old and change.old.text, change.new and change.new.text) == (old, new)


def test_a_line_that_changes_nothing_is_no_correction() -> None:
    assert pasted_changes("It opens at 7. -> It opens at 7.\n\n->\n") == ()


def test_proposals_keep_source_and_place_and_say_what_speaks_against_them() -> None:
    old, new = statement("The fee is 5 euros."), statement("The fee of K2 is 6 euros.")
    in_use = [Edit.of("the fee is 5 EUROS."), Edit.of("No fee is due.")]
    said = [new, statement("no fee is due."), statement("The  FEE of K2 is 6 euros."), statement("料金は6ユーロです。")]
    found = document_edits(changes_between([old], said), "old.md", "new.md", in_use, ["en"])
    assert [one.warnings for one in found] == [(), ("in-use",), ("repeated",), ("language",)]
    first = found[0]
    assert first.edit is not None
    assert first.edit.terms == Terms(source="new.md (line 0)")
    assert (first.kind, first.old, first.replaces) == ("changed", old.text, in_use[0].id)
    assert [probe.question for probe in first.edit.probes] == ["What is the fee of K2?"]
    assert [one.ticked for one in found] == [True, False, False, True]


def test_what_was_removed_names_the_edit_that_came_from_there() -> None:
    old = statement("It is open.")
    edit = Edit.of("The shop is open.", terms=Terms(source=old.place.within("old.md")))
    (found,) = document_edits(changes_between([old], []), "old.md", "new.md", [edit])
    assert (found.kind, found.edit, found.replaces, found.ticked) == ("removed", None, edit.id, False)


def test_an_overlong_statement_is_told() -> None:
    (found,) = document_edits(all_new([statement("word " * 500)]), "", "new.md")
    assert (found.warnings, found.ticked) == (("unusable",), False)
