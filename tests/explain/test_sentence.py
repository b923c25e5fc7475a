"""The sentence says what the evidence holds: selection alone, or what leaving edits out has shown."""

from __future__ import annotations

import numpy as np

from app.explain import account_of, finding, sentence
from app.explain.sureness import Sureness
from tests.explain.answers import LIMA, LYON, ROME, answer, changes, reading, selection

SEVERAL = selection(chosen=("aaaa", "cccc"))


def test_one_edit_read_and_another_near() -> None:
    assert sentence(answer()) == (
        f"The answer used “{LYON}” (how near: 60%); without edits the model says “Paris”; "
        f"“{LIMA}” was near, but not read (25%)."
    )


def test_one_edit_read_and_nothing_near() -> None:
    far = selection(weights=(0.001, 0.998, 0.0005, 0.0005))
    assert "(how near: over 99%); " in sentence(answer(far))
    assert sentence(answer(far)).endswith("; no other edit was near.")


def test_no_edit_applies_can_be_near_too() -> None:
    close = selection(weights=(0.4, 0.59, 0.005, 0.005))
    assert sentence(answer(close)).endswith("; no other edit was near, but “no edit applies” came near (40%).")


def test_an_edit_that_a_generous_setting_reads_against_the_zero_gist_is_told() -> None:
    overruled = sentence(answer(selection(weights=(0.7, 0.28, 0.01, 0.01))))
    assert overruled.endswith(
        "; no other edit was near; “no edit applies” weighed more (70%), but this setting reads an edit all the same."
    )


def test_what_was_read_instead_is_not_called_far_in_the_same_sentence() -> None:
    far = selection(weights=(0.001, 0.998, 0.0005, 0.0005))
    said = sentence(answer(far), changes=changes(aaaa=3.0, instead=("cccc",)))
    assert f"“{LIMA}” (under 1%) would have been read in its place" in said
    assert "no other edit was near" not in said


def test_where_only_edits_may_answer_and_none_does_no_answer_is_the_finding() -> None:
    silent = account_of(answer(selection(chosen=()), text=""), (), withheld=True)
    assert silent.sentence().startswith("No edit covers the question: the nearest, ")
    assert silent.sentence().endswith(", so no answer is given.")


def test_where_the_change_is_known_the_sentence_is_about_that_edit() -> None:
    said = sentence(answer(), changes=changes(aaaa=8.0), sureness=Sureness(0.973, "sure", True))
    assert said.startswith(f"The answer used “{LYON}” (97% sure); without it the model would have said “Paris”; ")


def test_an_edit_that_changed_nothing_is_not_said_to_have_been_used() -> None:
    said = sentence(answer(), changes=changes(aaaa=0.1))
    begins = f"The answer read “{LYON}” (how near: 60%), but would have been about as likely without it; "
    assert said.startswith(begins)


def test_what_would_have_been_read_instead_is_named_once() -> None:
    said = sentence(answer(), changes=changes(aaaa=8.0, instead=("cccc",)))
    assert f"; without it, “{LIMA}” (25%) would have been read in its place, and without any edit" in said
    assert said.count(LIMA) == 1


def test_several_edits_are_listed_while_nothing_more_is_known() -> None:
    several = answer(SEVERAL)
    assert finding(several).outcome == "several"
    assert f"used 2 edits: “{LYON}” (60%); “{LIMA}” (25%); " in sentence(several)


def test_of_several_edits_the_one_that_mattered_most_is_named() -> None:
    found = finding(answer(SEVERAL), changes(aaaa=1.0, cccc=6.0))
    assert found.named is not None and found.named.text == LIMA
    assert found.elsewhere == ("selection",)
    said = sentence(answer(SEVERAL), changes=changes(aaaa=1.0, cccc=6.0))
    assert f"the answer used “{LIMA}” most (how near: 25%), although another of them fits the question better; " in said


def test_attention_that_points_elsewhere_is_said() -> None:
    attended = answer(SEVERAL, reading())  # cccc holds more of the attention, aaaa has the larger weight
    assert finding(attended, changes(aaaa=6.0, cccc=1.0)).elsewhere == ("attention",)
    assert finding(attended, changes(aaaa=1.0, cccc=6.0)).elsewhere == ("selection",)
    assert "although it attended more to another" in sentence(attended, changes=changes(aaaa=6.0, cccc=1.0))
    three = answer(selection(chosen=("aaaa", "bbbb", "cccc")), reading())
    assert "and was attended to more" in sentence(three, changes=changes(aaaa=1.0, bbbb=6.0, cccc=1.0))


def test_several_edits_of_which_none_mattered_alone() -> None:
    said = sentence(answer(SEVERAL), changes=changes(aaaa=0.2, cccc=0.1))
    assert "read 2 edits, but would have been about as likely without any one of them" in said


def test_no_edit_read_names_the_nearest() -> None:
    none = answer(selection(logits=(1.0, 0.0, -1.0), weights=(0.7, 0.2, 0.07, 0.03), chosen=()))
    said = sentence(none)
    assert said.startswith("No edit was read")
    assert f"“{LYON}” (how near: 20%), was not near enough beside “no edit applies” (70%), so" in said
    assert "(70%), and it is 99% sure that no edit covers" in sentence(none, sureness=Sureness(0.99, "sure", False))


def test_an_empty_pool_is_said_to_be_empty() -> None:
    empty = answer(selection(logits=(), weights=(1.0,), chosen=()))
    assert finding(empty).outcome == "empty"
    assert "no edits to choose from" in sentence(empty)


def test_the_same_answer_without_edits_is_not_quoted_twice() -> None:
    same = answer(text=" Paris ")
    assert "; without edits the model says the same; " in sentence(same)
    assert "; without it the model would have said the same; " in sentence(same, changes=changes(aaaa=3.0))


def test_it_is_one_sentence_whatever_was_found() -> None:
    draws = np.random.default_rng(0)
    for _ in range(200):
        chosen = tuple(draws.permutation(["aaaa", "bbbb", "cccc"])[: draws.integers(0, 4)])
        known = changes({str(edit_id): draws.normal(2, 3) for edit_id in chosen})
        found = known if draws.random() < 0.5 else None
        said = sentence(answer(selection(chosen=tuple(map(str, chosen))), reading()), changes=found)
        without_quotes = said.replace(LYON, "").replace(ROME, "").replace(LIMA, "")
        assert without_quotes.count(".") == 1 and said.endswith(".")


def test_the_edit_named_is_always_the_one_with_the_largest_change() -> None:
    draws = np.random.default_rng(1)
    for _ in range(100):
        known = {edit_id: float(draws.normal(2, 3)) for edit_id in ("aaaa", "bbbb", "cccc")}
        everything = answer(selection(chosen=("aaaa", "bbbb", "cccc")))
        named = finding(everything, changes(known)).named
        assert named is not None and named.edit_id == max(known, key=known.__getitem__)
